using CozeLoop.Truth;
using CozeLoop.Truth.Figures;
using CozeLoop.Truth.Runs;

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
await using var simulation = await Simulation.StartAsync(options.Product, options.Seed);
FigureTable.WriteHead(Console.Out);
bool isBroken = false;
foreach (var scenario in options.Scenarios)
{
    long begun = TimeProvider.System.GetTimestamp();
    var tally = await simulation.RunAsync(scenario, options.Runs ?? scenario.Runs, options.AtOnce);
    foreach (var figure in Bars.Of(tally))
    {
        FigureTable.Write(Console.Out, figure);
        isBroken |= figure.Holds == false;
    }
    await Console.Error.WriteLineAsync(
        $"{scenario.Name}: {tally.Runs} runs, {TimeProvider.System.GetElapsedTime(begun).TotalSeconds:F0} s"
    );
}
return isBroken ? 1 : 0;
