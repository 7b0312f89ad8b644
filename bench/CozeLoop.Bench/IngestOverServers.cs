using System.Globalization;
using System.Text;
using CozeLoop.Platform.ClickHouse;
using CozeLoop.Testing;

namespace CozeLoop.Bench;

/// <summary>The same load over the real servers. How much is stored is asked past the product: what is on its way from the broker is in no
/// figure of the queues for a moment.</summary>
internal static class IngestOverServers
{
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(100),
        Patience = TimeSpan.FromMinutes(10);

    public static async Task<Ingest.Rate> RateAsync(Options options, Servers servers)
    {
        await using var installation = await servers.InstallAsync(options.Product);
        var product = installation.Product;
        await Tools.BlastAsync(Product.Traces(product), Ingest.WarmUp, RunningProduct.SecretKey);
        await StoredAsync(installation.Store, Ingest.WarmUp);
        var cores = ProcessUse.Cpu(product.ProcessId);
        var sending = await Tools.BlastAsync(Product.Traces(product), options.Spans, RunningProduct.SecretKey);
        long sent = TimeProvider.System.GetTimestamp();
        await StoredAsync(installation.Store, Ingest.WarmUp + options.Spans);
        return Ingest.RateOf(options.Spans, sending + TimeProvider.System.GetElapsedTime(sent), ProcessUse.Cpu(product.ProcessId) - cores);
    }

    private static async Task StoredAsync(ClickHouseStore store, int spans)
    {
        long started = TimeProvider.System.GetTimestamp();
        // Rows may be there twice until the engine merges them, so they count only as readers see them.
        while (await CountAsync(store, "") < spans || await CountAsync(store, " FINAL") < spans)
        {
            if (TimeProvider.System.GetElapsedTime(started) > Patience)
                throw new TimeoutException($"After {Patience} not all of {spans} acknowledged spans are stored.");
            await Task.Delay(PollInterval, TimeProvider.System);
        }
    }

    private static async Task<long> CountAsync(ClickHouseStore store, string final) =>
        long.Parse(
            Encoding.UTF8.GetString(await store.QueryRawAsync($"SELECT count() FROM spans{final}", "TSV")),
            CultureInfo.InvariantCulture
        );
}
