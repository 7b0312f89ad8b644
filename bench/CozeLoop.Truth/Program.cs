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
var figures = new List<Figure>();
foreach (var scenario in options.Scenarios)
{
    long begun = TimeProvider.System.GetTimestamp();
    var tally = await simulation.RunAsync(scenario, options.Runs, options.AtOnce);
    figures.AddRange(Bars.Of(tally));
    await Console.Error.WriteLineAsync(
        $"{scenario.Name}: {options.Runs} runs, {TimeProvider.System.GetElapsedTime(begun).TotalSeconds:F0} s"
    );
}
FigureTable.Write(Console.Out, figures);
return figures.Any(f => f.Holds == false) ? 1 : 0;
