using CozeLoop.Truth.Figures;
using CozeLoop.Truth.Runs;
using CozeLoop.Truth.Scenarios;
using Xunit;

namespace CozeLoop.Truth.Tests.Runs;

/// <summary>
/// A few replays of some scenarios of <c>make truth</c>. Only what chance does to a correct product once in ten thousand times or less
/// fails here; the promises themselves take hundreds of runs.
/// </summary>
public sealed class ShortSimulationTests
{
    private const int Runs = 12;
    private const double Risk = 1e-4,
        FalseAtMost = 0.05,
        // A plain t interval of 20 clusters misses a little more often than it says.
        MissesAtMost = 0.07;

    [Fact]
    public async Task Verdicts_intervals_and_gates_are_not_false_more_often_than_chance_allows()
    {
        var ct = TestContext.Current.CancellationToken;
        await using var simulation = await Simulation.StartAsync(program: null, seed: 1, ct);
        foreach (string name in (string[])["null-distinct", "null-talks", "better-40"])
        {
            var tally = await simulation.RunAsync(AllScenarios.Named(name).Single(), Runs, atOnce: 4, ct);
            AtMost(tally.FalseVerdicts.Count, FalseAtMost, $"false verdicts of {name}");
            AtMost(Runs - tally.Covered.Count, MissesAtMost, $"intervals of {name} without the truth");
            foreach (var (i, gate) in PlantedGate.All.Index())
                AtMost(tally.FalseGates(i).Count, FalseAtMost, $"false outcomes of {gate} in {name}");
            if (name == "better-40")
                AtMost(Runs - tally.Found.Count, 0.1, "forty points not found");
        }
    }

    private static void AtMost(int count, double probability, string what) =>
        Assert.True(count <= Share.Bound(Runs, probability, Risk), $"{count} of {Runs}: {what}");
}
