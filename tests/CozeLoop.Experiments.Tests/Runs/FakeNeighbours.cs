using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using CozeLoop.Chat;
using CozeLoop.Contracts;
using CozeLoop.Contracts.Api;

namespace CozeLoop.Experiments.Tests.Runs;

/// <summary>The other services, over HTTP: recorded calls to select, prompts that can be committed, evaluators that exist, and
/// models.</summary>
internal sealed class FakeNeighbours : HttpMessageHandler, IHttpClientFactory
{
    private readonly Dictionary<string, List<IReadOnlyList<ChatMessage>>> _prompts = [];

    public List<SpanDetail> Spans { get; init; } = [.. Enumerable.Range(0, 12).Select(i => Span(i))];
    public FakeModels Models { get; init; } = new();
    public List<(string Label, PutLabel Body)> Labels { get; } = [];
    public IReadOnlyList<PriceRow> Prices { get; set; } = [];
    public bool OutcomeDependent { get; set; }

    public static SpanDetail Span(int i, string system = "You are helpful.") =>
        new()
        {
            TraceId = $"trace-{i}",
            SpanId = $"span-{i}",
            Name = "chat",
            Kind = "model",
            TaskId = $"task-{i}",
            SessionId = $"session-{i}",
            Model = "gone",
            Messages = [new("system", system), new("user", $"Question {i}")],
            OutputMessages = [new("assistant", "Recorded answer")],
            Tokens = new TokenUsage { Input = 100, Output = 50 },
        };

    public HttpClient CreateClient(string name) => new(this, disposeHandler: false);

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        string path = request.RequestUri!.AbsolutePath;
        return request.RequestUri.Host switch
        {
            "tracing" => Ok(new SelectedSpans(Spans, 500, OutcomeDependent, "frozen")),
            "evaluation" when path.EndsWith("/brief", StringComparison.Ordinal) => Ok(
                new Evaluator(
                    "brief",
                    "Brief",
                    [
                        new EvaluatorVersion(
                            2,
                            "regex",
                            JsonSerializer.SerializeToElement(new { pattern = "." }),
                            "",
                            "user:1",
                            DateTimeOffset.UnixEpoch
                        ),
                    ]
                )
            ),
            "models" when path == "/internal/models/calls" => Ok(
                await Models.CallAsync(
                    (await request.Content!.ReadFromJsonAsync<ModelCallRequest>(Json.Compact, cancellationToken))!,
                    cancellationToken
                )
            ),
            "models" when path.EndsWith("/abandon", StringComparison.Ordinal) => Models.Abandon(path.Split('/')[4])
                ? new HttpResponseMessage(HttpStatusCode.NoContent)
                : new HttpResponseMessage(HttpStatusCode.ServiceUnavailable),
            "models" when path == "/api/v1/prices" => Ok(new Page<PriceRow>(Prices, null)),
            "models" => Ok(
                new Page<ModelConnection>(
                    [new ModelConnection("lab", "lab", "openai", null, true, ["small"], false, DateTimeOffset.UnixEpoch)],
                    null
                )
            ),
            "prompts" => await PromptsAsync(request, path.Split('/')[4..], cancellationToken),
            _ => NotFound(),
        };
    }

    public IReadOnlyList<IReadOnlyList<ChatMessage>> VersionsOf(string key) => _prompts[key];

    private async Task<HttpResponseMessage> PromptsAsync(HttpRequestMessage request, string[] path, CancellationToken ct)
    {
        if (request.Method == HttpMethod.Post && path is [])
        {
            string key = (await request.Content!.ReadFromJsonAsync<CreatePrompt>(Json.Compact, ct))!.Key;
            _prompts.TryAdd(key, []);
            return Ok(Prompt(key));
        }
        if (!_prompts.TryGetValue(path[0], out var versions))
            return NotFound();
        if (request.Method == HttpMethod.Post)
        {
            var commit = await request.Content!.ReadFromJsonAsync<CommitVersion>(Json.Compact, ct);
            lock (versions)
                versions.Add(commit!.Messages!);
            return Ok(Prompt(path[0]).Versions[^1]);
        }
        if (request.Method == HttpMethod.Put)
            Labels.Add((path[2], (await request.Content!.ReadFromJsonAsync<PutLabel>(Json.Compact, ct))!));
        return Ok(Prompt(path[0]));
    }

    private Prompt Prompt(string key)
    {
        var versions = _prompts[key];
        lock (versions)
            return new(
                key,
                key,
                null,
                [.. versions.Select((m, i) => new PromptVersion(i + 1, m, "", "user:1", DateTimeOffset.UnixEpoch, []))],
                new Dictionary<string, int>(),
                [],
                "e"
            );
    }

    private static HttpResponseMessage Ok<T>(T body) => new(HttpStatusCode.OK) { Content = JsonContent.Create(body, options: Json.Api) };

    private static HttpResponseMessage NotFound() =>
        new(HttpStatusCode.NotFound) { Content = new StringContent("""{"code":"not_found"}""") };
}
