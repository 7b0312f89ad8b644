using CozeLoop.Contracts.Clients;
using CozeLoop.Testing;

namespace CozeLoop.Bench;

/// <summary>The reads people wait for, over many stored spans, one after the other over HTTP.</summary>
internal static class Reads
{
    private const int Seed = 50_000,
        Requests = 200,
        Searches = 10;

    public static async Task RunAsync(Options options, Results results)
    {
        if (Tools.Blast is null)
        {
            results.Skipped("reads", Tools.Absent);
            return;
        }
        await using var product = await RunningProduct.StartAsync(program: options.Product);
        using var http = product.CreateClient();
        await Tools.BlastAsync(Product.Traces(product), Seed, RunningProduct.SecretKey);
        await ProductQueues.StoredAsync(http);
        await product.KillAsync();
        string[] stored = await Engine.InChildAsync("multiply", product.DataFolder, Tools.Text(options.StoredSpans));
        await product.RestartAsync();
        results.Plain("reads_over", double.Parse(stored[0], System.Globalization.CultureInfo.InvariantCulture), "spans");
        await MeasureAsync(new TracingClient(http), results);
    }

    private static async Task MeasureAsync(TracingClient traces, Results results)
    {
        var now = TimeProvider.System.GetUtcNow();
        var random = new Random(7);
        var lists = new Samples();
        var ids = new List<string>();
        for (int i = 0; i < Requests; i++)
        {
            var to = now - TimeSpan.FromHours(random.NextDouble() * 9 * 24);
            var page = await lists.TimeAsync(() => traces.ListTracesAsync(from: to - TimeSpan.FromDays(1), to: to));
            ids.AddRange(page.Items.Select(t => t.TraceId));
        }
        var single = new Samples();
        for (int i = 0; i < Requests; i++)
        {
            string id = ids[random.Next(ids.Count)];
            if (await single.TimeAsync(() => traces.FindTraceAsync(id)) is null)
                throw new InvalidOperationException($"The trace {id} is listed and cannot be found.");
        }
        results.AtMost("trace_by_id_p95", single.Percentile(0.95), "ms", 50);
        results.AtMost("trace_list_p95", lists.Percentile(0.95), "ms", 100);
        var (common, absent) = (new Samples(), new Samples());
        for (int i = 0; i < Searches; i++)
        {
            await common.TimeAsync(() => traces.ListTracesAsync("\"fare difference\"", now - TimeSpan.FromDays(11), now));
            // Each word new, or the engine's memory of what a condition has not found would answer; it must look everywhere.
            await absent.TimeAsync(() => traces.ListTracesAsync($"zanzibar{i}", now - TimeSpan.FromDays(11), now));
        }
        results.AtMost("search_found_p95", common.Percentile(0.95), "ms", 1000);
        results.AtMost("search_absent_p95", absent.Percentile(0.95), "ms", 1000);
    }
}
