namespace CozeLoop.Bench.Outages;

/// <summary>Each real server stopped for a while under load, one after the other, under the same running product: nothing acknowledged may
/// be lost, and nobody lends a hand.</summary>
internal static class OutagePart
{
    private const int LastLines = 60,
        LineLength = 300;

    public static async Task RunAsync(Options options, Results results, Servers servers)
    {
        if ((Tools.Blast is null ? Tools.Absent : servers.Missing) is { } missing)
        {
            results.Skipped("outage", missing);
            return;
        }
        await using var installation = await servers.InstallAsync(options.Product);
        foreach (var outage in Outage.Of(await servers.RunningAsync(), options).Where(o => options.Only is null || o.Name == options.Only))
        {
            try
            {
                Print(results, outage, await new OutageRun(outage, installation).RunAsync());
            }
            catch
            {
                await Console.Error.WriteLineAsync(
                    string.Join(
                        '\n',
                        installation
                            .Product.Output.Split('\n')
                            .TakeLast(LastLines)
                            .Select(line => line[..Math.Min(line.Length, LineLength)])
                    )
                );
                throw;
            }
        }
    }

    private static void Print(Results results, Outage outage, OutageOutcome outcome)
    {
        string name = $"outage_{outage.Name}";
        results.Plain(
            $"{name}_for",
            outage.Length.TotalSeconds,
            outage.Name == Outage.ClickHouse && outage.Length < Options.FullClickHouseOutage
                ? "s, shortened: --clickhouse-outage-seconds 600 is the full one"
                : "s"
        );
        results.Plain($"{name}_acknowledged", outcome.Acknowledged, "spans");
        results.AtMost($"{name}_lost", outcome.Lost, "spans", 0);
        results.AtMost($"{name}_doubled", outcome.Doubled, "spans", 0);
        results.AtMost($"{name}_dead_letters", outcome.DeadLetters, "messages", 0);
        results.AtMost($"{name}_long_texts_broken", outcome.BrokenTexts, "texts", 0);
        double answered = 100.0 * outcome.Meanwhile.Count(p => p.IsAcknowledged) / outcome.Meanwhile.Count;
        if (outage.IsBroker)
            results.Plain($"{name}_answered", answered, "% of requests meanwhile; ingest needs the broker");
        else
            results.AtLeast($"{name}_answered", answered, "% of requests meanwhile", 100);
        var took = new Samples();
        foreach (var probe in outcome.Meanwhile)
            took.Add(probe.Took);
        results.Plain($"{name}_answer_p50", took.Percentile(0.5), "ms");
        results.Plain($"{name}_answer_p99", took.Percentile(0.99), "ms");
        results.Plain($"{name}_load_refused", outcome.Load.Failed, "spans of the load, which sends nothing again");
        results.Plain($"{name}_caught_up", outcome.CaughtUp.TotalSeconds, "s after its return");
    }
}
