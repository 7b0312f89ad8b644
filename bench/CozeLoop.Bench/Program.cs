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
var figures = new Figures(Console.Out);
Console.WriteLine("name value unit ratio");

// Before ingest has been seen, half of what a modest machine stores.
double storedRate = 20_000,
    overServersRate = 5_000;
foreach (string part in Options.AllParts.Where(options.Parts.Contains))
{
    switch (part)
    {
        case "ingest":
            var seen = await Ingest.RunAsync(options, figures, servers);
            (storedRate, overServersRate) = (seen.Embedded ?? storedRate, seen.OverServers ?? overServersRate);
            break;
        case "visible":
            await BothAsync((shape, to, rate) => Visible.RunAsync(shape, to, rate));
            break;
        case "storage":
            await Storage.RunAsync(options, figures);
            break;
        case "reads":
            await Reads.RunAsync(options, figures);
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
            await OutagePart.RunAsync(options, figures, servers);
            break;
        default:
            await GroundParts.RunAsync(part, new GroundRun(options, figures, CancellationToken.None));
            break;
    }

    // Embedded first: the figures over the servers are ratios of those.
    async Task BothAsync(Func<Shape, Figures, double, Task> measure)
    {
        await measure(new Shape(options), figures, storedRate);
        if (servers.Missing is { } missing)
            figures.OverServers().Skipped(part, missing);
        else
            await measure(new Shape(options, servers), figures.OverServers(), overServersRate);
    }
}
return 0;
