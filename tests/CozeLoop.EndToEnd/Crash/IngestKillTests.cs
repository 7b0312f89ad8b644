using CozeLoop.Contracts.Clients;
using CozeLoop.Testing;
using Xunit;

namespace CozeLoop.EndToEnd.Crash;

/// <summary>SIGKILL under load, at moments a seed chooses: every acknowledged trace is there afterwards, each span once.</summary>
public sealed class IngestKillTests
{
    private const int SpansPerTrace = 4;

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
        var load = ExternalProgram.RunAsync(blast, ["-url", new Uri(product.Address, "/v1/traces").ToString(), "-headers", $"Authorization=Bearer {RunningProduct.SecretKey}", "-spans", "40000", "-batch", "200", "-rate", "8000", "-seed", $"{seed}", "-ids", ids], ct: ct);
        // The moment is what varies; the seed makes it repeatable.
        await Task.Delay(new Random(seed).Next(500, 3500), ct);
        await product.KillAsync();
        await load;
        string[] acknowledged = [.. (await File.ReadAllLinesAsync(ids, ct)).Where(line => line.Length > 0).Distinct()];
        await product.RestartAsync(ct);

        using var http = product.CreateClient();
        var tracing = new TracingClient(http);
        Assert.NotEmpty(acknowledged);
        await Queues.DrainedAsync(http, ct);
        foreach (string traceId in acknowledged.Chunk(Math.Max(1, acknowledged.Length / 200)).Select(chunk => chunk[0]))
        {
            var trace = await tracing.FindTraceAsync(traceId, ct);
            Assert.True(trace is not null, $"the acknowledged trace {traceId} is lost");
            Assert.Equal(SpansPerTrace, trace.Spans.Count);
            Assert.Equal(SpansPerTrace, trace.Spans.DistinctBy(s => s.SpanId).Count());
        }
        var histogram = await tracing.HistogramAsync(null, TimeProvider.System.GetUtcNow().AddHours(-1), TimeProvider.System.GetUtcNow(), ct);
        long traces = histogram.Buckets.Sum(b => b.Traces);
        Assert.InRange(traces, acknowledged.Length, 40000 / SpansPerTrace);
    }
}
