using System.Globalization;
using System.Net.Http.Headers;
using System.Text.Json;
using CozeLoop.Chat;
using CozeLoop.Contracts;
using CozeLoop.Contracts.Otlp;
using CozeLoop.Truth.Planted;
using CozeLoop.Truth.Scenarios;

namespace CozeLoop.Truth.Runs;

/// <summary>The recorded conversations of each run, sent over OTLP: every run has conversations and a minute of its own.</summary>
internal sealed class Traffic(HttpClient http, int seed)
{
    private const int BytesPerRequest = 4 << 20;
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(10);
    private int _minutes;

    /// <summary>Where the traffic of all runs begins.</summary>
    private readonly DateTimeOffset _begin = TimeProvider.System.GetUtcNow().AddDays(-20);

    /// <summary>Sends them, and answers from when to when those of each run are.</summary>
    public async Task<IReadOnlyList<Window>> SendAsync(Scenario scenario, string promptKey, int runs, CancellationToken ct)
    {
        var windows = new List<Window>();
        var writer = NewWriter();
        for (int run = 0; run < runs; run++)
        {
            var window = new Window(_begin.AddMinutes(_minutes), _begin.AddMinutes(_minutes + 1));
            _minutes++;
            windows.Add(window);
            foreach (var span in Spans(scenario, promptKey, run, window.From))
                writer.Add(span);
            if (writer.Length < BytesPerRequest && run < runs - 1)
                continue;
            await PostAsync(writer.ToArray(), ct);
            writer = NewWriter();
        }
        return windows;
    }

    private IEnumerable<OtlpSpan> Spans(Scenario scenario, string promptKey, int run, DateTimeOffset begin)
    {
        string name = string.Create(CultureInfo.InvariantCulture, $"{scenario.Name}-{run}");
        var questions = scenario.Questions(Draw.Generator($"{seed}", "questions", name), scenario.Clusters * scenario.Turns);
        for (int i = 0; i < questions.Count; i++)
        {
            int cluster = i / scenario.Turns;
            var history = Enumerable
                .Range(cluster * scenario.Turns, i % scenario.Turns)
                .SelectMany(t =>
                    new ChatMessage[] { new(ChatRoles.User, questions[t]), new(ChatRoles.Assistant, "We are looking into it.") }
                );
            ChatMessage[] messages = [new(ChatRoles.System, scenario.Subject.OldText), .. history, new(ChatRoles.User, questions[i])];
            yield return Span($"{name}-{cluster}", $"{name}-turn-{i}", begin + i * Step, messages, promptKey, scenario);
        }
    }

    private static OtlpSpan Span(
        string conversation,
        string turn,
        DateTimeOffset at,
        ChatMessage[] messages,
        string promptKey,
        Scenario scenario
    ) =>
        new(Ids.TraceId("truth", turn), Ids.SpanId("truth", turn), null, "chat", at.ToUnixNano(), (at + Step / 2).ToUnixNano())
        {
            Kind = OtlpSpanKind.Client,
            Status = OtlpStatus.Ok,
            Attributes = new Dictionary<string, object?>
            {
                ["cozeloop.kind"] = "model",
                ["gen_ai.operation.name"] = "chat",
                ["gen_ai.request.model"] = "model-of-the-recording",
                ["cozeloop.input.messages"] = JsonSerializer.Serialize(messages, Json.Compact),
                ["cozeloop.output.messages"] = JsonSerializer.Serialize<ChatMessage[]>(
                    [new(ChatRoles.Assistant, PlantedModel.Wrong)],
                    Json.Compact
                ),
                ["cozeloop.prompt.key"] = promptKey,
                ["cozeloop.prompt.version"] = 1,
                ["session.id"] = conversation,
                ["cozeloop.task.id"] = scenario.Turns == 1 ? conversation : null,
                ["cozeloop.parameters"] = scenario.Subject.Recorded is { } recorded
                    ? JsonSerializer.Serialize(recorded, Json.Compact)
                    : null,
            },
        };

    private static OtlpSpanWriter NewWriter() => new(new Dictionary<string, object?> { ["service.name"] = "shop" }, "truth");

    private async Task PostAsync(byte[] body, CancellationToken ct)
    {
        using var content = new ByteArrayContent(body) { Headers = { ContentType = new MediaTypeHeaderValue("application/x-protobuf") } };
        using var answer = await http.PostAsync("/v1/traces", content, ct);
        answer.EnsureSuccessStatusCode();
    }
}

/// <param name="From">Inclusive.</param>
/// <param name="To">Exclusive.</param>
internal sealed record Window(DateTimeOffset From, DateTimeOffset To);
