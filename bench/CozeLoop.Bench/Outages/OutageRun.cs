using CozeLoop.Contracts.Api;
using CozeLoop.Contracts.Clients;
using CozeLoop.Platform.Messaging;
using CozeLoop.Testing;
using CozeLoop.Testing.Stores;

namespace CozeLoop.Bench.Outages;

/// <summary>One outage under load: before it, through it, and until everything acknowledged is stored.</summary>
internal sealed class OutageRun(Outage outage, Installation installation)
{
    public const int Rate = 2_000;
    private const int BatchSpans = 100;
    private static readonly TimeSpan Before = TimeSpan.FromSeconds(5),
        After = TimeSpan.FromSeconds(10),
        PollInterval = TimeSpan.FromMilliseconds(250),
        Patience = TimeSpan.FromMinutes(10),
        LastWait = TimeSpan.FromSeconds(30);

    private readonly StoredSpans _stored = new(installation.Store);

    /// <exception cref="TimeoutException">The product has not caught up by itself.</exception>
    public async Task<OutageOutcome> RunAsync()
    {
        using var folder = new TemporaryFolder();
        using var http = installation.Product.CreateClient();
        string ids = folder.Data.File("acknowledged");
        long deadBefore = await DeadLettersAsync(http),
            loadBefore = await _stored.OfLoadAsync();
        var load = Tools.LoadAsync(
            Product.Traces(installation.Product),
            (int)(Rate * (Before + outage.Length + After).TotalSeconds),
            RunningProduct.SecretKey,
            Rate,
            BatchSpans,
            ids
        );
        await UntilAsync(
            async () => load.IsCompleted || await _stored.OfLoadAsync() > loadBefore,
            Patience,
            "nothing of the load was stored"
        );
        await using var probes = Probes.Start(http);
        await Task.Delay(Before, TimeProvider.System);

        await outage.StopAsync();
        long away = TimeProvider.System.GetTimestamp();
        await Task.Delay(outage.Length, TimeProvider.System);
        long returning = TimeProvider.System.GetTimestamp();
        await outage.ReturnAsync();
        long back = TimeProvider.System.GetTimestamp();
        await UntilAsync(
            async () => (await _stored.ProbesAsync()).IsSupersetOf(Acknowledged(probes).Where(p => p.Sent < back).Select(p => p.Trace)),
            Patience,
            "what was acknowledged while it was away was not stored"
        );
        var caughtUp = TimeProvider.System.GetElapsedTime(back);

        var said = await load;
        await probes.StopAsync();
        await UntilAsync(() => EmptyAsync(http), Patience, "the queues were not empty");
        string[] traces = [.. await File.ReadAllLinesAsync(ids), .. Acknowledged(probes).Select(p => p.Trace)];
        var found = await CountedAsync(traces.Where(t => t.Length > 0).ToList());
        return new OutageOutcome(
            said,
            traces.Length * Tools.SpansPerTrace,
            found.Lost,
            found.Doubled,
            await DeadLettersAsync(http) - deadBefore,
            await BrokenTextsAsync(http, probes),
            caughtUp,
            [.. probes.Done.Where(p => p.Sent >= away && p.Sent < returning)]
        );
    }

    private static IEnumerable<Probe> Acknowledged(Probes probes) => probes.Done.Where(p => p.IsAcknowledged);

    /// <summary>What is on its way from the broker is in no figure for a moment, so an empty queue alone does not say that all is
    /// stored.</summary>
    private async Task<(long Lost, long Doubled)> CountedAsync(List<string> traces)
    {
        long started = TimeProvider.System.GetTimestamp();
        while (true)
        {
            var stored = await _stored.PerTraceAsync();
            var differences = traces.Select(t => stored.GetValueOrDefault(t) - Tools.SpansPerTrace).ToList();
            long lost = -differences.Where(d => d < 0).Sum(d => (long)d);
            if (lost == 0 || TimeProvider.System.GetElapsedTime(started) > LastWait)
                return (lost, differences.Where(d => d > 0).Sum(d => (long)d));
            await Task.Delay(PollInterval, TimeProvider.System);
        }
    }

    /// <summary>Texts kept as blobs that the product does not give back whole.</summary>
    private static async Task<long> BrokenTextsAsync(HttpClient http, Probes probes)
    {
        var traces = new TracingClient(http);
        long broken = 0;
        foreach (var probe in Acknowledged(probes).Where(p => p.IsLong))
        {
            var trace = await traces.FindTraceAsync(probe.Trace);
            if (trace?.Spans.Any(s => s.Messages is [var only] && only.Content == probe.Trace.PadRight(Probes.LongText, '.')) != true)
                broken++;
        }
        return broken;
    }

    private static async Task<long> DeadLettersAsync(HttpClient http) => (await QueuesAsync(http)).Sum(q => q.DeadLetters);

    private static async Task<IReadOnlyList<QueueState>> QueuesAsync(HttpClient http) =>
        await new QueuesClient(await OwnerSession.OfAsync(http.BaseAddress!)).ListAsync();

    /// <summary>False too while the product cannot say.</summary>
    private static async Task<bool> EmptyAsync(HttpClient http)
    {
        try
        {
            return (await QueuesAsync(http)).Sum(q => q.Waiting + q.InFlight) == 0;
        }
        catch (Exception e) when (e is ApiException { Status: 503 } or HttpRequestException)
        {
            return false;
        }
    }

    private static async Task UntilAsync(Func<Task<bool>> holds, TimeSpan patience, string otherwise)
    {
        long started = TimeProvider.System.GetTimestamp();
        while (!await HoldsAsync(holds))
        {
            if (TimeProvider.System.GetElapsedTime(started) > patience)
                throw new TimeoutException($"After {patience} {otherwise}.");
            await Task.Delay(PollInterval, TimeProvider.System);
        }
    }

    // The store may still be on its way back when it is asked.
    private static async Task<bool> HoldsAsync(Func<Task<bool>> holds)
    {
        try
        {
            return await holds();
        }
        catch (StoreUnavailableException)
        {
            return false;
        }
    }
}

/// <param name="Load">What became of the generator's spans.</param>
/// <param name="Acknowledged">Spans of load and probes.</param>
/// <param name="BrokenTexts">Long texts that did not come back whole.</param>
/// <param name="CaughtUp">From the server's return until everything acknowledged before it was stored.</param>
/// <param name="Meanwhile">Probes sent while the server was away.</param>
internal sealed record OutageOutcome(
    LoadResult Load,
    long Acknowledged,
    long Lost,
    long Doubled,
    long DeadLetters,
    long BrokenTexts,
    TimeSpan CaughtUp,
    IReadOnlyList<Probe> Meanwhile
);
