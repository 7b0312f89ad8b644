using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using CozeLoop.Contracts;
using CozeLoop.Contracts.Api;
using CozeLoop.Contracts.Clients;
using CozeLoop.Contracts.Otlp;
using CozeLoop.Testing;

namespace CozeLoop.Bench.Ground;

/// <summary>By how much the product grows during each kind of import and answer that could be made to explode.</summary>
internal static class Memory
{
    private const string Trace = "0123456789abcdef0123456789abcdef";

    public static async Task RunAsync(GroundRun run)
    {
        await using var product = await run.StartAsync();
        using var http = product.CreateClient();
        var traces = new TracingClient(http);
        await RiseAsync("conversation_8000", 200, () => ImportAsync(traces, Conversation(8_000, "What now? ok"), run.Ending));
        // 80 MB of recorded calls, and three times as much: whether what is taken follows from the batches stored at once or from the file.
        await RiseAsync("conversation_80mb", 700, () => ImportAsync(traces, Conversation(400, new string('x', 2_000)), run.Ending));
        await RiseAsync("conversation_250mb", 700, () => ImportAsync(traces, Conversation(700, new string('x', 2_000)), run.Ending));
        await RiseAsync("conversations_many", 400, () => ImportAsync(traces, Many(), run.Ending));
        await RiseAsync("conversation_line_100mb", 400, () => ImportAsync(traces, new string(' ', 100 << 20), run.Ending));
        await RiseAsync("langfuse_list", 600, () => LangfuseAsync(traces, List(), run.Ending));
        await ProductQueues.StoredAsync(http, run.Ending);
        await SendImageAsync(http, run.Ending);
        await ProductQueues.StoredAsync(http, run.Ending);
        long answered = 0;
        string path = $"/api/v1/traces/{Trace}?payload=full";
        await RiseAsync("image_20mb", 400, async () => answered = await LengthAsync(http, path, run.Ending));
        run.Results.AtMost("ground_memory_image_20mb_answer", answered / 1e6, "MB", 34);

        async Task RiseAsync(string name, double bar, Func<Task> work) =>
            run.Results.AtMost($"ground_memory_{name}_rise", await GroundRun.MemoryRiseAsync(product.ProcessId, work), "MB", bar);
    }

    private static string Conversation(int messages, string text) =>
        JsonSerializer.Serialize(
            new { messages = Enumerable.Range(0, messages).Select(i => new { role = i % 2 == 0 ? "user" : "assistant", content = text }) }
        );

    private static string Many() =>
        string.Join('\n', Enumerable.Range(0, 20_000).Select(i => Conversation(4, $"{i} {new string('x', 500)}")));

    private static string List() =>
        JsonSerializer.Serialize(
            Enumerable
                .Range(0, 2_000)
                .Select(i => new
                {
                    trace = new
                    {
                        id = $"t{i}",
                        timestamp = "2026-01-01T00:00:00Z",
                        name = "alone",
                        input = new string('x', 50_000),
                    },
                })
        );

    private static async Task ImportAsync(TracingClient traces, string lines, CancellationToken ct)
    {
        try
        {
            await traces.ImportConversationsAsync(new MemoryStream(Encoding.UTF8.GetBytes(lines)), ct: ct);
        }
        catch (ApiException e) when (e.Status == 422)
        {
            Console.Error.WriteLine(e.Message);
        }
    }

    private static Task<ImportResult> LangfuseAsync(TracingClient traces, string json, CancellationToken ct) =>
        traces.ImportLangfuseAsync(new MemoryStream(Encoding.UTF8.GetBytes(json)), ct);

    private static async Task SendImageAsync(HttpClient http, CancellationToken ct)
    {
        string image = "data:image/png;base64," + new string('A', 20 << 20);
        object[] content = [new { type = "text", text = "What is this?" }, new { type = "image_url", image_url = new { url = image } }];
        string messages = JsonSerializer.Serialize(new[] { new { role = "user", content } }, Json.Compact);
        long now = TimeProvider.System.UnixNano();
        var span = new OtlpSpan(Trace, "0123456789abcdef", null, "chat", now, now)
        {
            Attributes = new Dictionary<string, object?> { ["gen_ai.operation.name"] = "chat", ["gen_ai.input.messages"] = messages },
        };
        byte[] request = new OtlpSpanWriter(new Dictionary<string, object?>(), "bench").Add(span).ToArray();
        using var body = new ByteArrayContent(request) { Headers = { ContentType = new MediaTypeHeaderValue("application/x-protobuf") } };
        using var answer = await http.PostAsync("/v1/traces", body, ct);
        answer.EnsureSuccessStatusCode();
    }

    private static async Task<long> LengthAsync(HttpClient http, string path, CancellationToken ct)
    {
        using var answer = await http.GetAsync(path, HttpCompletionOption.ResponseHeadersRead, ct);
        answer.EnsureSuccessStatusCode();
        await using var stream = await answer.Content.ReadAsStreamAsync(ct);
        byte[] buffer = new byte[1 << 16];
        long length = 0;
        for (int read; (read = await stream.ReadAsync(buffer, ct)) > 0; )
            length += read;
        return length;
    }
}
