using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using CozeLoop.Contracts;
using CozeLoop.Contracts.Api;
using CozeLoop.Contracts.Clients;
using CozeLoop.Contracts.Otlp;
using CozeLoop.EndToEnd.Loop;
using CozeLoop.Testing;
using CozeLoop.Testing.FakeModel;
using CozeLoop.Testing.Servers;
using Xunit;

namespace CozeLoop.EndToEnd.LongTexts;

/// <summary>Messages of 5 MB from a client to whoever reads them again: by OTLP and by import, out of a folder and out of MinIO, and into a
/// replay.</summary>
public sealed class LongTextTests
{
    private static readonly string Question = string.Concat(Enumerable.Repeat("退款 please \"now\"\n", 250_000)) + "the end";

    [Fact]
    public async Task A_folder_keeps_a_message_of_5_MB_over_a_kill_and_a_replay_asks_the_model_with_all_of_it()
    {
        var ct = TestContext.Current.CancellationToken;
        var asked = new System.Collections.Concurrent.ConcurrentBag<string>();
        await using var model = await FakeModelServer.StartAsync(request =>
        {
            asked.Add(request.LastUserLine);
            return FakeModelAnswers.Default(request);
        });
        await using var product = await RunningProduct.StartAsync(ct: ct);
        using var http = product.CreateClient();
        string posted = await PostAsync(http, "posted", ct);
        await product.KillAsync();
        await product.RestartAsync(ct);
        var imported = await ImportAsync(http, ct);
        await Queues.DrainedAsync(http, ct);

        Assert.True(await IsWholeAsync(http, posted, ct));
        var found = await new TracingClient(http).ListTracesAsync("shop", imported.From, imported.To, ct: ct);
        Assert.True(await IsWholeAsync(http, Assert.Single(found.Items).TraceId, ct));
        Assert.Equal(
            2,
            Directory
                .GetFiles(Path.Combine(product.DataFolder, "blobs", "keep"), "*", SearchOption.AllDirectories)
                .Select(f => Path.GetFileName(Path.GetDirectoryName(f)))
                .Distinct()
                .Count()
        );

        var replay = await Replays.EndedAsync(
            http,
            (await Replays.StartAsync(http, model, "Answer politely.", conversations: 1, concurrency: 2, ct)).Id,
            ct
        );
        Assert.Equal("finished", replay.State);
        Assert.NotEmpty(asked);
        Assert.All(asked, line => Assert.True(line == Question, "The model was not asked with the whole text."));
    }

    [Fact]
    public async Task While_MinIO_is_away_ingest_answers_and_what_was_taken_is_there_when_it_is_back()
    {
        Assert.SkipWhen(MinioServer.Missing is not null, MinioServer.Missing ?? "");
        var ct = TestContext.Current.CancellationToken;
        await using var minio = await MinioServer.StartAsync();
        await using var product = await RunningProduct.StartAsync(
            new Dictionary<string, string> { ["ConnectionStrings__Blobs"] = minio.ConnectionString() },
            ct: ct
        );
        using var http = product.CreateClient();
        string first = await PostAsync(http, "first", ct);
        await Queues.DrainedAsync(http, ct);
        Assert.True(await IsWholeAsync(http, first, ct));
        Assert.False(Directory.Exists(Path.Combine(product.DataFolder, "blobs")));

        await minio.KillAsync();
        string second = await PostAsync(http, "second", ct);
        using (var refused = await http.GetAsync($"/api/v1/traces/{first}", ct))
            Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.StatusCode);
        using (var preview = await http.GetAsync($"/api/v1/traces/{first}?payload=preview", ct))
            Assert.Equal(HttpStatusCode.OK, preview.StatusCode);
        await Eventually.Async(async () =>
        {
            using var health = await http.GetAsync("/health/ready", ct);
            return (await health.Content.ReadAsStringAsync(ct)).Contains(minio.Endpoint, StringComparison.Ordinal);
        });

        await minio.RestartAsync();
        await Queues.DrainedAsync(http, ct);
        Assert.True(await IsWholeAsync(http, first, ct));
        Assert.True(await IsWholeAsync(http, second, ct));
        Assert.DoesNotContain(await Queues.AllAsync(http, ct), q => q.DeadLetters > 0);
    }

    private static async Task<string> PostAsync(HttpClient http, string name, CancellationToken ct)
    {
        long at = TimeProvider.System.UnixNano();
        string traceId = Ids.TraceId(name);
        var attributes = new Dictionary<string, object?>
        {
            ["gen_ai.operation.name"] = "chat",
            ["gen_ai.input.messages"] = JsonSerializer.Serialize(new[] { new { role = "user", content = Question } }, Json.Compact),
        };
        byte[] request = new OtlpSpanWriter(new Dictionary<string, object?>(), "test")
            .Add(new OtlpSpan(traceId, Ids.SpanId(name), null, "chat", at, at + 1_000_000) { Attributes = attributes })
            .ToArray();
        using var body = new ByteArrayContent(request) { Headers = { ContentType = new MediaTypeHeaderValue("application/x-protobuf") } };
        using var answer = await http.PostAsync("/v1/traces", body, ct);
        answer.EnsureSuccessStatusCode();
        return traceId;
    }

    private static Task<ImportResult> ImportAsync(HttpClient http, CancellationToken ct)
    {
        string line = JsonSerializer.Serialize(
            new
            {
                conversation_id = "long",
                messages = new[] { new { role = "user", content = Question }, new { role = "assistant", content = "ok" } },
            },
            Json.Compact
        );
        return new TracingClient(http).ImportConversationsAsync(new MemoryStream(Encoding.UTF8.GetBytes(line)), name: "shop", ct: ct);
    }

    private static async Task<bool> IsWholeAsync(HttpClient http, string traceId, CancellationToken ct)
    {
        var trace = await new TracingClient(http).FindTraceAsync(traceId, ct);
        var call = trace!.Spans.Single(s => s.Kind == "model");
        return call.Messages[^1].Content == Question && call.Incomplete.Count == 0;
    }
}
