using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using CozeLoop.Contracts;
using CozeLoop.Contracts.Api;
using CozeLoop.Contracts.Clients;
using CozeLoop.Testing.FakeModel;

namespace CozeLoop.Testing.Fuzzing;

/// <summary>
/// A running product with something of everything in it, and a model server behind it, for a run of odd requests; afterwards it must have
/// no 5xx to show, no exception in its log, no dead letter, and still serve.
/// </summary>
public sealed class FuzzSubject : IAsyncDisposable
{
    private readonly RunningProduct _product;
    private readonly FakeModelServer _model;

    private FuzzSubject(RunningProduct product, FakeModelServer model) => (_product, _model) = (product, model);

    public FuzzRun Run { get; private set; } = null!;

    /// <param name="program">The all-in-one's assembly; default: as the build of this test made it.</param>
    public static async Task<FuzzSubject> StartAsync(int seed, CancellationToken ct, string? program = null)
    {
        var model = await FakeModelServer.StartAsync();
        try
        {
            var subject = new FuzzSubject(await RunningProduct.StartAsync(program: program, ct: ct), model);
            await subject.PrepareAsync(seed, ct);
            return subject;
        }
        catch
        {
            await model.DisposeAsync();
            throw;
        }
    }

    /// <summary>The end of what the product has written: where it died, why.</summary>
    public string LastWords => string.Join('\n', _product.Output.Split('\n').TakeLast(30));

    /// <summary>What is wrong with the product after the run; empty where nothing is.</summary>
    public async Task<IReadOnlyList<string>> AfterwardsAsync(CancellationToken ct)
    {
        var wrong = new List<string>();
        wrong.AddRange(_product.Output.Split('\n').Where(IsFault).Distinct().Take(20));
        using var http = _product.CreateClient();
        foreach (
            string path in (string[])
                ["/health/ready", "/api/v1/traces?limit=5", "/api/v1/prompts", "/api/v1/replays", "/api/v1/scores", "/api/v1/evaluators"]
        )
        {
            using var answer = await http.GetAsync(path, ct);
            if (!answer.IsSuccessStatusCode)
                wrong.Add($"{path} answers {(int)answer.StatusCode} afterwards");
        }
        var owner = await _product.OwnerAsync(ct);
        var queues = await owner.GetFromJsonAsync<IReadOnlyList<QueueState>>("/api/v1/queues", Json.Api, ct);
        wrong.AddRange(queues!.Where(q => q.DeadLetters > 0).Select(q => $"{q.DeadLetters} dead letters of {q.Topic} for {q.Group}"));
        return wrong;
    }

    public async ValueTask DisposeAsync()
    {
        await _product.DisposeAsync();
        await _model.DisposeAsync();
    }

    private static bool IsFault(string line) =>
        line.StartsWith("crit:", StringComparison.Ordinal)
        || line.Contains("Unhandled exception", StringComparison.OrdinalIgnoreCase)
        || line.Contains("unhandled exception has occurred", StringComparison.Ordinal);

    private async Task PrepareAsync(int seed, CancellationToken ct)
    {
        using var http = _product.CreateClient();
        await new ModelsClient(http).CreateAsync(
            new CreateConnection(KnownValues.Connection, "openai", _model.BaseUrl, "sk-of-the-fuzz-run", [KnownValues.Model]),
            ct
        );
        await PostAsync(http, "/v1/traces", Encoding.UTF8.GetString(FuzzForms.OtlpJson(new Random(0)).Bytes), ct);
        await PostAsync(http, "/v1/traces", Spans(), ct);
        await PostAsync(http, "/api/v1/prompts", $$"""{"key":"{{KnownValues.Prompt}}"}""", ct);
        await PostAsync(
            http,
            $"/api/v1/prompts/{KnownValues.Prompt}/versions",
            """{"messages":[{"role":"system","content":"You help {{name}}."}]}""",
            ct
        );
        await PostAsync(
            http,
            $"/api/v1/prompts/{KnownValues.Prompt}/versions",
            """{"messages":[{"role":"system","content":"You help."}]}""",
            ct
        );
        const string regex = """{"kind":"regex","config":{"pattern":"answer"}}""",
            judge =
                """{"kind":"judge","config":{"messages":[{"role":"user","content":"{{answer}}"}],"""
                + """ "connection":"fuzz-model","model":"fake-model"}}""";
        foreach (var (key, body) in ((string, string)[])[("fuzz-regex", regex), ("fuzz-judge", judge)])
        {
            await PostAsync(http, "/api/v1/evaluators", $$"""{"key":"{{key}}"}""", ct);
            await PostAsync(http, $"/api/v1/evaluators/{key}/versions", body, ct);
        }
        var made = new Dictionary<string, string[]> { ["GET /api/v1/replays/"] = [], ["POST /api/v1/replays/"] = [] };
        var replays = await ReplaysAsync(http, ct);
        (made["GET /api/v1/replays/"], made["POST /api/v1/replays/"]) = (replays, replays);
        string[] connection = [KnownValues.Connection, "simulated"];
        (made["GET /api/v1/models/"], made["POST /api/v1/models/"]) = (connection, connection);
        made["PUT /api/v1/models/"] = made["DELETE /api/v1/models/"] = ["simulated"];
        var description = JsonDocument.Parse(await http.GetStringAsync("/openapi/v1.json", ct));
        // One that reaches every route: the first key may not administer.
        string[] all = [Scopes.Ingest, Scopes.Read, Scopes.Write, Scopes.Admin];
        var everywhere = await new WorkspacesClient(await _product.OwnerAsync(ct)).CreateKeyAsync(new CreateApiKey("fuzz", all, null), ct);
        Run = new FuzzRun(_product.Address, everywhere.SecretKey, new FuzzRequests(description.RootElement, made, seed));
    }

    /// <summary>
    /// Two replays: one that runs, one that is only planned. The spans they need are there a moment after they were taken.
    /// </summary>
    private static async Task<string[]> ReplaysAsync(HttpClient http, CancellationToken ct)
    {
        const string body = """
            {"name":"fuzz","source":{"filter":"session:fuzz-session","from":"2026-11-01T00:00:00Z","to":"2026-12-31T00:00:00Z",
                "sample":{"size":5,"seed":1}},
            "arms":[{"systemPrompt":"Short.","connection":"fuzz-model","model":"fake-model"}],"evaluators":["fuzz-regex"]}
            """;
        var ids = new List<string>();
        foreach (string query in (string[])["", "?start=false"])
        {
            await Eventually.Async(async () =>
            {
                using var answer = await http.PostAsync("/api/v1/replays" + query, Content(body), ct);
                if (!answer.IsSuccessStatusCode)
                    return false;
                ids.Add((await answer.Content.ReadFromJsonAsync<JsonElement>(ct)).GetProperty("id").GetString()!);
                return true;
            });
        }
        return [.. ids];
    }

    private static string Spans()
    {
        string one = """
            {"traceId":"TRACE","spanId":"SPAN","name":"chat","kind":3,"startTimeUnixNano":"1795780800001000000",
                "endTimeUnixNano":"1795780801001000000","attributes":[
            {"key":"gen_ai.operation.name","value":{"stringValue":"chat"}},
                {"key":"gen_ai.request.model","value":{"stringValue":"fake-model"}},
            {"key":"session.id","value":{"stringValue":"fuzz-session"}},
                {"key":"cozeloop.input.messages","value":{"stringValue":"[{\"role\":\"user\",\"content\":\"hello\"}]"}},
            {"key":"cozeloop.output.messages","value":{"stringValue":"[{\"role\":\"assistant\",\"content\":\"hi\"}]"}}]}
            """;
        var spans = Enumerable
            .Range(1, 5)
            .Select(i =>
                one.Replace("TRACE", KnownValues.TraceId[..31] + i, StringComparison.Ordinal)
                    .Replace("SPAN", KnownValues.SpanId[..15] + i, StringComparison.Ordinal)
            );
        return $$"""{"resourceSpans":[{"scopeSpans":[{"spans":[{{string.Join(',', spans)}}]}]}]}""";
    }

    private static async Task PostAsync(HttpClient http, string path, string json, CancellationToken ct)
    {
        using var answer = await http.PostAsync(path, Content(json), ct);
        if (!answer.IsSuccessStatusCode)
        {
            throw new InvalidOperationException($"{path} answered {(int)answer.StatusCode}: {await answer.Content.ReadAsStringAsync(ct)}");
        }
    }

    private static StringContent Content(string json) => new(json, Encoding.UTF8, new MediaTypeHeaderValue("application/json"));
}
