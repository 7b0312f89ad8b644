using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using CozeLoop.Contracts;
using CozeLoop.Contracts.Api;
using CozeLoop.Contracts.Clients;
using CozeLoop.Contracts.Otlp;
using CozeLoop.Platform.Messaging;
using CozeLoop.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace CozeLoop.Lists.Tests;

/// <summary>A list of the product and how it is filled.</summary>
/// <param name="Path">Where it is read; its query may narrow it.</param>
/// <param name="AddAsync">Adds one row, the number is new each time; null where rows come all at once, before.</param>
/// <param name="Key">Properties that tell two rows apart.</param>
internal sealed record ListOf(string Route, string Path, Func<int, Task>? AddAsync, params string[] Key)
{
    private const string Topic = "cozeloop-lists";

    public static async Task<IReadOnlyList<ListOf>> AllAsync(WholeProduct product)
    {
        var http = product.Client;
        var replay = await PlannedAsync(http, 0);
        return
        [
            new("/api/v1/audit", "/api/v1/audit", n => PostAsync(http, "/api/v1/prompts", new { key = $"audited-{n}" }), "id"),
            new(
                "/api/v1/members",
                "/api/v1/members",
                n => PostAsync(http, "/api/v1/members", new { email = $"m{n}@example.test", role = "viewer" }),
                "userId"
            ),
            new("/api/v1/api-keys", "/api/v1/api-keys", n => PostAsync(http, "/api/v1/api-keys", new { name = $"key {n}" }), "publicKey"),
            new("/api/v1/prompts", "/api/v1/prompts", n => PostAsync(http, "/api/v1/prompts", new { key = $"listed-{n}" }), "key"),
            new(
                "/api/v1/evaluators",
                "/api/v1/evaluators",
                n => PostAsync(http, "/api/v1/evaluators", new { key = $"listed-{n}", name = "same" }),
                "key"
            ),
            new(
                "/api/v1/models",
                "/api/v1/models",
                n => PostAsync(http, "/api/v1/models", new { name = $"m{n}", provider = "simulated" }),
                "id"
            ),
            new(
                "/api/v1/prices",
                "/api/v1/prices",
                n =>
                    PostAsync(
                        http,
                        "/api/v1/prices",
                        new
                        {
                            pattern = $"m{n}",
                            validFrom = WholeProduct.Now,
                            input = 0.001,
                        }
                    ),
                "id"
            ),
            new("/api/v1/traces", "/api/v1/traces?from=2026-11-23T07:00:00Z", n => SendSpanAsync(http, n), "traceId"),
            new("/api/v1/spans", "/api/v1/spans?from=2026-11-23T07:00:00Z", n => SendSpanAsync(http, n), "traceId", "spanId"),
            new("/api/v1/sessions", "/api/v1/sessions?from=2026-11-23T07:00:00Z", n => SendSpanAsync(http, n), "sessionId"),
            new("/api/v1/users", "/api/v1/users?from=2026-11-23T07:00:00Z", n => SendSpanAsync(http, n), "userId"),
            new(
                "/api/v1/scores",
                "/api/v1/scores",
                n =>
                    PostAsync(
                        http,
                        "/api/v1/scores",
                        new
                        {
                            name = "good",
                            value = 1,
                            traceId = $"{n:x32}",
                        }
                    ),
                "id"
            ),
            new("/api/v1/replays", "/api/v1/replays", n => PlannedAsync(http, n), "id"),
            new("/api/v1/replays/{id}/items", $"/api/v1/replays/{replay}/items?sort=loss", null, "id"),
            new("/api/v1/queues/{topic}/dead-letters", $"/api/v1/queues/{Topic}/dead-letters", _ => DieAsync(product.Host), "id"),
        ];
    }

    /// <summary>What tells a row of this list from the others.</summary>
    public string KeyOf(JsonElement row) => string.Join('|', Key.Select(name => row.GetProperty(name).GetString()));

    private static async Task PostAsync(HttpClient http, string path, object body)
    {
        using var answer = await http.PostAsJsonAsync(path, body);
        if (!answer.IsSuccessStatusCode)
            throw new InvalidOperationException($"{path}: {await answer.Content.ReadAsStringAsync()}");
    }

    /// <summary>Of the same nanosecond; user and session with what has no place in a plain cursor.</summary>
    private static async Task SendSpanAsync(HttpClient http, int n)
    {
        long start = WholeProduct.Now.ToUnixMs() * 1_000_000;
        var attributes = new Dictionary<string, object?> { ["user.id"] = $"user\n{n}", ["session.id"] = $"session\n{n}" };
        var span = new OtlpSpan($"{n:x32}", $"{n:x16}", null, "same", start, start + 1) { Attributes = attributes };
        using var body = new ByteArrayContent(new OtlpSpanWriter(new Dictionary<string, object?>(), "lists").Add(span).ToArray());
        body.Headers.ContentType = new MediaTypeHeaderValue("application/x-protobuf");
        using var answer = await http.PostAsync("/v1/traces", body);
        answer.EnsureSuccessStatusCode();
    }

    /// <summary>A replay of imported conversations that is planned and not started; answers its id.</summary>
    private static async Task<string> PlannedAsync(HttpClient http, int n)
    {
        var tracing = new TracingClient(http);
        if (n == 0)
            await tracing.ImportConversationsAsync(new MemoryStream(Encoding.UTF8.GetBytes(Conversations())));
        var request = new CreateReplay
        {
            Name = $"replay {n}",
            Source = new ReplaySource(null, WholeProduct.Now.AddDays(-1), WholeProduct.Now.AddDays(1), new SampleSpec(8, 7)),
            Mode = "frozen",
            PrimaryMetric = "at-most-20-words",
            Evaluators = ["at-most-20-words"],
            Arms =
            [
                new ReplayArm
                {
                    SystemPrompt = "Answer briefly.",
                    Connection = "simulated",
                    Model = "simulated",
                },
            ],
        };
        string? id = null;
        await Eventually.Async(
            async () =>
            {
                try
                {
                    id = (await new ReplaysClient(http).CreateAsync(request, start: false)).Id;
                }
                // Until what was imported can be found.
                catch (ApiException e) when (e.Status == 422 && n == 0)
                {
                    return false;
                }
                return true;
            },
            every: TimeSpan.FromMilliseconds(200)
        );
        return id!;
    }

    private static string Conversations() =>
        string.Join(
            '\n',
            Enumerable
                .Range(0, 8)
                .Select(i =>
                    JsonSerializer.Serialize(
                        new
                        {
                            conversation_id = $"conversation {i}",
                            messages = new[]
                            {
                                new { role = "system", content = "You help." },
                                new { role = "user", content = $"Question {i}?" },
                                new { role = "assistant", content = "Yes." },
                            },
                        }
                    )
                )
        );

    private static async Task DieAsync(ServiceHost host)
    {
        var broker = host.Services.GetRequiredService<IMessageBroker>();
        await broker.RegisterGroupAsync(Topic, "group");
        await broker.PublishAsync(Topic, "poison"u8.ToArray());
        var received = (await broker.ReceiveAsync(Topic, "group", 1, TimeSpan.FromMinutes(1), TimeSpan.FromSeconds(10)))[0];
        await broker.DeadLetterAsync(received, "it cannot be read");
    }
}
