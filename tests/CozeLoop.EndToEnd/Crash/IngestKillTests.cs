using System.Net.Http.Headers;
using CozeLoop.Contracts;
using CozeLoop.Contracts.Api;
using CozeLoop.Contracts.Clients;
using CozeLoop.Contracts.Otlp;
using CozeLoop.Testing;
using Xunit;

namespace CozeLoop.EndToEnd.Crash;

/// <summary>SIGKILL under load, at moments a seed chooses: every acknowledged trace is there afterwards, each span once.</summary>
public sealed class IngestKillTests
{
    private const int Spans = 60_000,
        SpansPerTrace = 4,
        PageSize = 200;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    public async Task What_was_acknowledged_survives_and_nothing_counts_twice(int seed)
    {
        string? blast = SharedFolder.Find("tools/otlpblast/otlpblast");
        Assert.SkipWhen(blast is null, "the load generator (shared/tools/otlpblast) is absent");
        var ct = TestContext.Current.CancellationToken;
        await using var product = await RunningProduct.StartAsync(ct: ct);
        string ids = Path.Combine(product.DataFolder, "acknowledged.txt");
        var load = ExternalProgram.RunAsync(
            blast,
            [
                "-url",
                new Uri(product.Address, "/v1/traces").ToString(),
                "-headers",
                $"Authorization=Bearer {RunningProduct.SecretKey}",
                "-spans",
                $"{Spans}",
                "-batch",
                "200",
                "-rate",
                "8000",
                "-seed",
                $"{seed}",
                "-ids",
                ids,
            ],
            ct: ct
        );
        using var http = product.CreateClient();
        // The load goes on for seven seconds: enough for a busy machine to show the first span long before its end. When after it the kill
        // comes is what varies.
        await Eventually.Async(async () => await CountAsync(http, ct) > 0);
        await Task.Delay(new Random(seed).Next(0, 1800), ct);
        await product.KillAsync();
        await load;
        string[] acknowledged = await File.ReadAllLinesAsync(ids, ct);
        await product.RestartAsync(ct);

        await Queues.DrainedAsync(http, ct);
        var stored = await AllTracesAsync(http, ct);
        Assert.NotEmpty(acknowledged);
        Assert.InRange(acknowledged.Length, 1, Spans / SpansPerTrace - 1);
        Assert.Empty(acknowledged.Except(stored.Select(t => t.TraceId)));
        Assert.Equal(stored.Count, stored.DistinctBy(t => t.TraceId).Count());
        Assert.All(stored, trace => Assert.Equal(SpansPerTrace, trace.SpanCount));
        Assert.Equal(stored.Count, await CountAsync(http, ct));
    }

    [Fact]
    public async Task A_batch_sent_again_after_a_lost_answer_counts_once()
    {
        var ct = TestContext.Current.CancellationToken;
        await using var product = await RunningProduct.StartAsync(ct: ct);
        using var http = product.CreateClient();
        string traceId = Ids.TraceId("sent twice");
        byte[] batch = Batch(traceId, TimeProvider.System.GetUtcNow());
        await PostAsync(http, batch, ct);
        await product.KillAsync();
        await product.RestartAsync(ct);
        await PostAsync(http, batch, ct);
        await PostAsync(http, batch, ct);
        await Queues.DrainedAsync(http, ct);

        Assert.Equal(1, await CountAsync(http, ct));
        Assert.Equal(SpansPerTrace, (await new TracingClient(http).FindTraceAsync(traceId, ct))!.Spans.Count);
    }

    private static byte[] Batch(string traceId, DateTimeOffset start)
    {
        long at = start.ToUnixNano();
        var writer = new OtlpSpanWriter(new Dictionary<string, object?> { ["service.name"] = "shop" }, "test");
        for (int i = 0; i < SpansPerTrace; i++)
            writer.Add(new OtlpSpan(traceId, Ids.SpanId("sent twice", $"{i}"), null, $"step {i}", at, at + 1_000_000));
        return writer.ToArray();
    }

    private static async Task PostAsync(HttpClient http, byte[] batch, CancellationToken ct)
    {
        using var body = new ByteArrayContent(batch) { Headers = { ContentType = new MediaTypeHeaderValue("application/x-protobuf") } };
        using var answer = await http.PostAsync("/v1/traces", body, ct);
        answer.EnsureSuccessStatusCode();
    }

    private static async Task<long> CountAsync(HttpClient http, CancellationToken ct)
    {
        var now = TimeProvider.System.GetUtcNow();
        return (await new TracingClient(http).HistogramAsync(null, now.AddHours(-1), now, ct)).Buckets.Sum(b => b.Traces);
    }

    private static async Task<List<TraceSummary>> AllTracesAsync(HttpClient http, CancellationToken ct)
    {
        var (tracing, now, all) = (new TracingClient(http), TimeProvider.System.GetUtcNow(), new List<TraceSummary>());
        string? cursor = null;
        do
        {
            var page = await tracing.ListTracesAsync(from: now.AddHours(-1), to: now, limit: PageSize, cursor: cursor, ct: ct);
            all.AddRange(page.Items);
            cursor = page.NextCursor;
        } while (cursor is not null);
        return all;
    }
}
