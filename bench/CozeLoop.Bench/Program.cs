using CozeLoop.Bench;
using CozeLoop.Bench.Ground;
using CozeLoop.Bench.Outages;

if (args is ["engine", .. var work])
{
    await Engine.RunAsync(work);
    return 0;
}
if (args is ["bare", var model, var question])
{
    await Replay.CallBareAsync(model, question);
    return 0;
}
Options options;
try
{
    options = Options.Parse(args);
}
catch (ArgumentException e)
{
    await Console.Error.WriteLineAsync(e.Message);
    return 64;
}
await using var servers = new Servers();
var results = new Results(Console.Out);
Console.WriteLine("name value unit ratio");

// Before ingest has been seen, half of what a modest machine stores.
double storedRate = 20_000,
    overServersRate = 5_000;
foreach (string part in Options.AllParts.Where(options.Parts.Contains))
{
    switch (part)
    {
        case "ingest":
            var seen = await Ingest.RunAsync(options, results, servers);
            (storedRate, overServersRate) = (seen.Embedded ?? storedRate, seen.OverServers ?? overServersRate);
            break;
        case "visible":
            await BothAsync((shape, to, rate) => Visible.RunAsync(shape, to, rate));
            break;
        case "storage":
            await Storage.RunAsync(options, results);
            break;
        case "reads":
            await Reads.RunAsync(options, results);
            break;
        case "prompts":
            await BothAsync((shape, to, _) => Prompts.RunAsync(shape, to));
            break;
        case "replay":
            await BothAsync((shape, to, _) => Replay.RunAsync(options, shape, to));
            break;
        case "start":
            await BothAsync((shape, to, _) => StartUp.RunAsync(shape, to));
            break;
        case "outage":
            await OutagePart.RunAsync(options, results, servers);
            break;
        default:
            await GroundParts.RunAsync(part, new GroundRun(options, results, CancellationToken.None));
            break;
    }

    // Embedded first: the figures over the servers are ratios of those.
    async Task BothAsync(Func<Shape, Results, double, Task> measure)
    {
        await measure(new Shape(options), results, storedRate);
        if (servers.Missing is { } missing)
            results.OverServers().Skipped(part, missing);
        else
            await measure(new Shape(options, servers), results.OverServers(), overServersRate);
    }
}
return 0;
