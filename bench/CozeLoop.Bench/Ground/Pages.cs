using CozeLoop.Contracts.Clients;
using CozeLoop.Testing;

namespace CozeLoop.Bench.Ground;

/// <summary>
/// A list read to its end in the largest pages: the last page must cost what the first did, and none may be held in memory whole.
/// </summary>
internal static class Pages
{
    private const int Spans = 100_000,
        PageSize = 500;

    public static async Task RunAsync(GroundRun run)
    {
        if (Tools.Blast is null)
        {
            run.Results.Skipped("ground_pages", Tools.Absent);
            return;
        }
        await using var product = await run.StartAsync();
        using var http = product.CreateClient();
        await Tools.BlastAsync(Product.Traces(product), Spans, RunningProduct.SecretKey, ct: run.Ending);
        await ProductQueues.StoredAsync(http, run.Ending);
        var traces = new TracingClient(http);
        await ReadAllAsync(traces, new Samples(), run.Ending);

        var samples = new Samples();
        int listed = 0;
        double rise = await GroundRun.MemoryRiseAsync(
            product.ProcessId,
            async () => listed = await ReadAllAsync(traces, samples, run.Ending)
        );
        run.Results.AtLeast("ground_pages_listed", listed, "traces", Spans / Tools.SpansPerTrace);
        run.Results.AtMost("ground_pages_p95", samples.Percentile(0.95), $"ms for {PageSize} traces", 1000);
        run.Results.AtMost("ground_pages_memory_rise", rise, "MB", 200);
    }

    private static async Task<int> ReadAllAsync(TracingClient traces, Samples samples, CancellationToken ct)
    {
        int listed = 0;
        string? cursor = null;
        do
        {
            var page = await samples.TimeAsync(() => traces.ListTracesAsync(limit: PageSize, cursor: cursor, ct: ct));
            listed += page.Items.Count;
            cursor = page.NextCursor;
        } while (cursor is not null);
        return listed;
    }
}
