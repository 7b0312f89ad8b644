using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using CozeLoop.Contracts;
using CozeLoop.Contracts.Api;
using CozeLoop.Contracts.Clients;
using CozeLoop.Testing;
using CozeLoop.Testing.FakeModel;
using Xunit;

namespace CozeLoop.EndToEnd.Studio;

/// <summary>A workspace in use: a day of live traffic, imported traces, a prompt, an evaluator, a finished and promoted replay; and the ids
/// under which the pages show them.</summary>
internal sealed record Workspace(
    string LiveTrace,
    string Session,
    string ImportedTrace,
    string Replay,
    string Simulated,
    string Prompt,
    string Evaluator
)
{
    public static async Task<Workspace> FillAsync(HttpClient http, FakeModelServer model, CancellationToken ct)
    {
        using var day = new ByteArrayContent(LiveTraffic.Day(600, TimeProvider.System.GetUtcNow(), seed: 7));
        day.Headers.ContentType = new MediaTypeHeaderValue("application/x-protobuf");
        using var taken = await http.PostAsync("/v1/traces", day, ct);
        taken.EnsureSuccessStatusCode();
        string imported = await ImportAsync(http, ct);
        await Queues.DrainedAsync(http, ct);
        await new ModelsClient(http).CreateAsync(new CreateConnection("test-model", "openai", model.BaseUrl, "key", ["gpt-4o"]), ct);
        var evaluators = new EvaluatorsClient(http);
        await evaluators.CreateAsync(new CreateEvaluator("asks-first", "Asks first"), ct);
        await evaluators.CommitAsync(
            "asks-first",
            new CreateEvaluatorVersion("contains", JsonSerializer.SerializeToElement(new { text = "Shall I" }, Json.Api), null),
            ct
        );
        var replay = await ReplayAsync(new ReplaysClient(http), ct);
        var simulated = await SimulatedAsync(new ReplaysClient(http), ct);
        await Queues.DrainedAsync(http, ct);
        return new Workspace(Ids.TraceId("live", "7"), "chat-2", imported, replay.Id, simulated.Id, replay.PromptKey!, "asks-first");
    }

    /// <summary>What the model answers: told to ask before it acts, it mostly does; otherwise it seldom does.</summary>
    public static FakeModelAnswer Answer(FakeModelRequest request)
    {
        bool asks = FakeModelAnswers.Draw(request) < (request.SystemPrompt.Contains("ask before", StringComparison.Ordinal) ? 0.8 : 0.25);
        string booking =
            request
                .LastUserLine.Split(' ')
                .Select(word => word.Trim('.', ',', '?'))
                .FirstOrDefault(word => word.StartsWith("PL", StringComparison.Ordinal))
            ?? "your booking";
        return new(
            $"I found {booking} from Hamburg to Lisbon. "
                + $"{(asks ? "The change costs nothing. Shall I go ahead?" : "I have changed it for you and sent the new ticket by mail.")}"
        );
    }

    /// <summary>Every text that pages may show of a workspace, as the API tells it, one a line.</summary>
    public static async Task<string> DataAsync(HttpClient http, params string[] traceIds)
    {
        string[] asked =
        [
            "traces?limit=500&from=1970-01-01",
            "sessions?limit=500&from=1970-01-01",
            "prompts",
            "evaluators",
            "replays",
            "models",
            "api-keys",
            "prices",
            "queues",
            .. traceIds.Where(id => id.Length > 0).Select(id => "traces/" + PathSegment.Encode(id)),
        ];
        var texts = new StringBuilder($"Default\nowner\n{RunningProduct.Email}\n{RunningProduct.SecretKey}\n{RunningProduct.PublicKey}\n");
        foreach (string path in asked)
            texts.Append(await TextsAsync(http, path));
        foreach (string list in (string[])["prompts", "replays", "evaluators"])
        {
            using var page = JsonDocument.Parse(await http.GetStringAsync("/api/v1/" + list));
            foreach (var item in page.RootElement.GetProperty("items").EnumerateArray())
            {
                string id = item.GetProperty(list == "replays" ? "id" : "key").GetString()!;
                texts.Append(await TextsAsync(http, $"{list}/{id}"));
                if (list == "replays")
                    texts.Append(await TextsAsync(http, $"{list}/{id}/items?limit=100"));
            }
        }
        return texts.ToString();
    }

    private static async Task<string> TextsAsync(HttpClient http, string path)
    {
        using var answer = JsonDocument.Parse(await http.GetStringAsync("/api/v1/" + path));
        return string.Join('\n', Texts(answer.RootElement)) + "\n";
    }

    private static IEnumerable<string> Texts(JsonElement json) =>
        json.ValueKind switch
        {
            JsonValueKind.String => [json.GetString()!],
            JsonValueKind.Array => json.EnumerateArray().SelectMany(Texts),
            JsonValueKind.Object => json.EnumerateObject().SelectMany(member => Texts(member.Value).Prepend(member.Name)),
            _ => [],
        };

    private static async Task<Replay> ReplayAsync(ReplaysClient replays, CancellationToken ct)
    {
        var started = await replays.CreateAsync(
            new CreateReplay
            {
                Name = "Ask before acting",
                Source = new ReplaySource(
                    "model:gpt-4o",
                    TimeProvider.System.GetUtcNow().AddDays(-2),
                    TimeProvider.System.GetUtcNow(),
                    new SampleSpec(60, 7)
                ),
                Evaluators = ["asks-first", "at-most-20-words"],
                PrimaryMetric = "asks-first",
                Arms =
                [
                    new ReplayArm
                    {
                        SystemPrompt =
                            "You are the assistant of Paper Lantern Travel. Keep to the booking rules, ask "
                            + "before you change anything, and answer in two sentences at most.",
                        Connection = "test-model",
                        Model = "gpt-4o",
                    },
                ],
                Concurrency = 16,
            },
            ct: ct
        );
        var replay = await FinishedAsync(replays, started, ct);
        Assert.True(replay.State == "finished", replay.StateReason);
        return await replays.PromoteAsync(
            replay.Id,
            new PromoteReplay("production", replay.Verdict == "better" ? null : "seen by a test"),
            ct
        );
    }

    private static async Task<Replay> SimulatedAsync(ReplaysClient replays, CancellationToken ct)
    {
        var started = await replays.CreateAsync(
            new CreateReplay
            {
                Name = "Simulated",
                Source = new ReplaySource("model:gpt-4o", null, null, new SampleSpec(20, 7)),
                Evaluators = ["asks-first"],
                PrimaryMetric = "asks-first",
                Arms = [new ReplayArm { SystemPrompt = "Ask before you change anything.", Connection = "simulated" }],
                Concurrency = 16,
            },
            ct: ct
        );
        return await FinishedAsync(replays, started, ct);
    }

    private static async Task<Replay> FinishedAsync(ReplaysClient replays, Replay replay, CancellationToken ct)
    {
        while (replay.State is not ("finished" or "failed" or "cancelled"))
        {
            await Task.Delay(200, ct);
            replay = (await replays.FindAsync(replay.Id, ct))!;
        }
        return replay;
    }

    /// <returns>The id of a trace with recorded times; an empty one where the recordings are absent.</returns>
    private static async Task<string> ImportAsync(HttpClient http, CancellationToken ct)
    {
        string? file = SharedFolder.Find("data/traces/langgraph-python-2025-08-22.json");
        if (file is null)
            return "";
        await using var json = File.OpenRead(file);
        var import = await new TracingClient(http).ImportLangfuseAsync(json, ct);
        await Queues.DrainedAsync(http, ct);
        var page = await new TracingClient(http).ListTracesAsync(null, import.From, import.To.AddSeconds(1), 1, ct: ct);
        return page.Items[0].TraceId;
    }
}
