using System.Globalization;
using CozeLoop.Testing;
using CozeLoop.Testing.Stores;

namespace CozeLoop.Bench;

/// <summary>
/// Stored spans a second beside the engine's own insert rate and beside Jaeger's, in one run. Rounds take turns, so that a busy moment of
/// the machine falls on all of them; the ratios are medians of the rounds' ratios.
/// </summary>
internal static class Ingest
{
    // Enough for the just-in-time compiler; all servers get it.
    public const int WarmUp = 40_000;
    private const int RowsPerInsert = 10_000;
    private static readonly TimeSpan JaegerPatience = TimeSpan.FromMinutes(5);

    private sealed record Round(Rate Ours, Rate Engine, Rate? Jaeger, Rate? OverServers);

    /// <param name="CoreMicroseconds">Core time a span, of the server alone.</param>
    internal sealed record Rate(double SpansPerSecond, double CoreMicroseconds);

    /// <returns>Stored spans a second, embedded and over the servers; null what could not be measured.</returns>
    public static async Task<(double? Embedded, double? OverServers)> RunAsync(Options options, Results results, Servers servers)
    {
        if (Tools.Blast is null)
        {
            results.Skipped("ingest", Tools.Absent);
            return (null, null);
        }
        var rounds = new List<Round>();
        for (int i = 0; i < options.Rounds; i++)
        {
            var (ours, engine) = await OursAsync(options);
            rounds.Add(
                new Round(
                    ours,
                    engine,
                    await JaegerAsync(options.Spans),
                    servers.Missing is null ? await IngestOverServers.RateAsync(options, servers) : null
                )
            );
        }
        Print(results, rounds);
        if (servers.Missing is { } missing)
            results.OverServers().Skipped("ingest_stored", missing);
        return (Samples.Median(rounds.Select(r => r.Ours.SpansPerSecond)), PrintOverServers(results.OverServers(), rounds));
    }

    private static void Print(Results results, List<Round> rounds)
    {
        double Median(Func<Round, double> value) => Samples.Median(rounds.Select(value));
        double ours = Median(r => r.Ours.SpansPerSecond);
        results.AtLeast(
            "ingest_stored",
            ours,
            "spans/s",
            Median(r => r.Ours.SpansPerSecond / r.Engine.SpansPerSecond),
            0.35,
            "the engine's own inserts"
        );
        if (rounds[0].Jaeger is null)
            results.Skipped("ingest_stored_of_jaeger", Tools.Absent);
        else
            results.AtLeast(
                "ingest_stored_of_jaeger",
                ours,
                "spans/s",
                Median(r => r.Ours.SpansPerSecond / r.Jaeger!.SpansPerSecond),
                2,
                "Jaeger with Badger"
            );
        results.Plain("ingest_engine_alone", Median(r => r.Engine.SpansPerSecond), "spans/s");
        if (rounds[0].Jaeger is not null)
            results.Plain("ingest_jaeger", Median(r => r.Jaeger!.SpansPerSecond), "spans/s");
        results.Plain("ingest_core_time", Median(r => r.Ours.CoreMicroseconds), "us/span");
        results.Plain("ingest_core_time_engine_alone", Median(r => r.Engine.CoreMicroseconds), "us/span");
        if (rounds[0].Jaeger is not null)
            results.Plain("ingest_core_time_jaeger", Median(r => r.Jaeger!.CoreMicroseconds), "us/span");
    }

    private static double? PrintOverServers(Results results, List<Round> rounds)
    {
        if (rounds[0].OverServers is null)
            return null;
        double rate = Samples.Median(rounds.Select(r => r.OverServers!.SpansPerSecond));
        results.Plain("ingest_stored", rate, "spans/s");
        results.Plain("ingest_core_time", Samples.Median(rounds.Select(r => r.OverServers!.CoreMicroseconds)), "us/span");
        return rate;
    }

    private static async Task<(Rate Ours, Rate Engine)> OursAsync(Options options)
    {
        await using var product = await RunningProduct.StartAsync(program: options.Product);
        using var http = product.CreateClient();
        await Tools.BlastAsync(Product.Traces(product), WarmUp, RunningProduct.SecretKey);
        await ProductQueues.StoredAsync(http);
        var cores = ProcessUse.Cpu(product.ProcessId);
        var sending = await Tools.BlastAsync(Product.Traces(product), options.Spans, RunningProduct.SecretKey);
        long sent = TimeProvider.System.GetTimestamp();
        await ProductQueues.StoredAsync(http);
        var ours = RateOf(options.Spans, sending + TimeProvider.System.GetElapsedTime(sent), ProcessUse.Cpu(product.ProcessId) - cores);
        await product.KillAsync();
        return (ours, await EngineAsync(product.DataFolder, options.Spans + WarmUp));
    }

    /// <summary>The same rows, from the folder the product has left: this also counts what it really stored.</summary>
    private static async Task<Rate> EngineAsync(string dataFolder, int expected)
    {
        using TemporaryFolder blocks = new(),
            empty = new();
        string[] stored = await Engine.InChildAsync("export", dataFolder, blocks.Data.Root, Tools.Text(RowsPerInsert));
        if (stored[0] != Tools.Text(expected))
            throw new InvalidOperationException($"{expected} spans were acknowledged and {stored[0]} are stored.");
        string[] took = await Engine.InChildAsync("insert", empty.Data.Root, blocks.Data.Root);
        return RateOf(
            expected,
            TimeSpan.FromSeconds(double.Parse(took[0], CultureInfo.InvariantCulture)),
            TimeSpan.FromSeconds(double.Parse(took[1], CultureInfo.InvariantCulture))
        );
    }

    private static async Task<Rate?> JaegerAsync(int spans)
    {
        if (Tools.Jaeger is not { } jaeger)
            return null;
        using var folder = new TemporaryFolder();
        int otlp = FreePort.Next();
        await Script(jaeger, "start", folder.Data.Root, Tools.Text(otlp), Tools.Text(FreePort.Next()));
        try
        {
            var url = new Uri($"http://127.0.0.1:{otlp}/v1/traces");
            await Tools.BlastAsync(url, WarmUp, null);
            await StoredAsync(jaeger, folder.Data.Root, WarmUp);
            int process = int.Parse(
                await File.ReadAllTextAsync(Path.Combine(folder.Data.Root, "jaeger.pid")),
                CultureInfo.InvariantCulture
            );
            var cores = ProcessUse.Cpu(process);
            var sending = await Tools.BlastAsync(url, spans, null);
            long sent = TimeProvider.System.GetTimestamp();
            await StoredAsync(jaeger, folder.Data.Root, WarmUp + spans);
            return RateOf(spans, sending + TimeProvider.System.GetElapsedTime(sent), ProcessUse.Cpu(process) - cores);
        }
        finally
        {
            await Script(jaeger, "stop", folder.Data.Root);
        }
    }

    private static async Task StoredAsync(string jaeger, string folder, int spans)
    {
        long started = TimeProvider.System.GetTimestamp();
        while (true)
        {
            string[] answer = (await Script(jaeger, "stored", folder)).Trim().Split(' ');
            if (int.Parse(answer[0], CultureInfo.InvariantCulture) >= spans)
                return;
            if (answer[1] != "0")
                throw new InvalidOperationException($"Jaeger dropped {answer[1]} spans.");
            if (TimeProvider.System.GetElapsedTime(started) > JaegerPatience)
                throw new TimeoutException($"Jaeger has stored {answer[0]} of {spans} spans.");
            await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System);
        }
    }

    private static async Task<string> Script(string jaeger, string name, params string[] arguments)
    {
        var result = await ExternalProgram.RunAsync(Path.Combine(jaeger, name), arguments);
        return result.ExitCode == 0 ? result.Output : throw new InvalidOperationException($"Jaeger's {name}: {result.Error}");
    }

    public static Rate RateOf(int spans, TimeSpan clock, TimeSpan cores) =>
        new(spans / clock.TotalSeconds, cores.TotalMicroseconds / spans);
}
