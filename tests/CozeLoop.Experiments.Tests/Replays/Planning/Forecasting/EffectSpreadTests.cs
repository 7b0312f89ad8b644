using CozeLoop.Contracts.Api;
using CozeLoop.Experiments.Comparisons;
using CozeLoop.Experiments.Replays.Planning.Forecasting;
using Xunit;

namespace CozeLoop.Experiments.Tests.Replays.Planning.Forecasting;

public sealed class EffectSpreadTests
{
    private static readonly MetricScale Points = new(MetricUnits.Points, 0, 100);

    /// <summary>The estimate is cut off at 0, and costs a forecast a few points at most where there is no spread.</summary>
    [Fact]
    public void Where_there_is_none_a_forecast_is_hardly_lower()
    {
        int[] sizes = [.. Enumerable.Repeat(1, 40)];
        double[] lost =
        [
            .. Enumerable
                .Range(0, 30)
                .Select(run => Pilot.Of([.. Enumerable.Range(0, 3).Select(i => Run(new Random(3 * run + i), 40, 1, 0, 0))], Points, "run")!)
                .Select(pilot =>
                    new PowerSimulation(sizes, pilot with { Lean = 0 }, Points, 0, 3).PowerOf(
                        20,
                        1_000,
                        TestContext.Current.CancellationToken
                    ) - new PowerSimulation(sizes, pilot, Points, 0, 3).PowerOf(20, 1_000, TestContext.Current.CancellationToken)
                ),
        ];
        Assert.InRange(lost.Average(), 0, 0.03);
    }

    [Fact]
    public void A_planted_spread_is_estimated()
    {
        double[] leans = [.. Enumerable.Range(0, 200).Select(run => PilotOf(new Random(run), clusters: 40, turns: 10, spread: 25).Lean)];
        Assert.InRange(leans.Average(), 20, 28);
    }

    /// <summary>Where effects differ between conversations, a forecast from turns that were independent promised 98.6 % and 61 were
    /// found.</summary>
    [Fact]
    public void A_forecast_learns_it_from_earlier_candidates()
    {
        const int runs = 2_000;
        int found = Enumerable
            .Range(0, runs)
            .Count(run =>
                PairedAnalysis.Of(Run(new Random(run), 20, 4, 25, 20), seed: run).Decide(lowerIsBetter: false, margin: 0) == Verdicts.Better
            );
        // The ends of the scale take a part of the effect away.
        var draws = new Random(8);
        double effect = Enumerable.Range(0, 100_000).Average(_ => 100 * PassesOf(draws, 25, 20)) - 50;
        int[] sizes = [.. Enumerable.Repeat(4, 20)];
        double[] forecasts =
        [
            .. Enumerable
                .Range(0, 30)
                .Select(run => PilotOf(new Random(10_000 + run), 60, 4, 25))
                .Select(pilot =>
                    new PowerSimulation(sizes, pilot, Points, 0, 3).PowerOf(effect, 1_000, TestContext.Current.CancellationToken)
                ),
        ];
        Assert.Equal(found / (double)runs, forecasts.Average(), 0.05);
    }

    /// <summary>A model that always answers the same never disagrees with itself, and two versions of it differ all the same.</summary>
    [Fact]
    public void Two_versions_that_never_waver_still_differ_by_chance()
    {
        var random = new Random(5);
        Observation[] items =
        [
            .. Enumerable
                .Range(0, 60)
                .Select(i =>
                {
                    var old = Draw(random, 0.6);
                    return new Observation($"c{i}", old, random.NextDouble() < 0.3 ? Draw(random, 0.6) : old, old);
                }),
        ];
        var pilot = Pilot.Of([new MetricData("m", MetricUnits.Points, EvaluatorKinds.Regex, items, 0, 100)], Points, "run")!;
        Assert.Equal(0, pilot.Disagreement);
        Assert.True(pilot.Lean > 5);
        int[] sizes = [.. Enumerable.Repeat(1, 60)];
        Assert.InRange(new PowerSimulation(sizes, pilot, Points, 0, 3).PowerOf(8, 1_000, TestContext.Current.CancellationToken), 0.02, 0.6);
    }

    private static Pilot PilotOf(Random random, int clusters, int turns, double spread) =>
        Pilot.Of([Run(random, clusters, turns, spread, effect: 0)], Points, "run")!;

    /// <summary>An old version that passes half the time, and a new one whose effect differs by cluster.</summary>
    private static MetricData Run(Random random, int clusters, int turns, double spread, double effect)
    {
        var observations = new List<Observation>();
        for (int c = 0; c < clusters; c++)
        {
            double passes = PassesOf(random, spread, effect);
            for (int t = 0; t < turns; t++)
                observations.Add(new Observation($"c{c}", Draw(random, 0.5), Draw(random, passes), Draw(random, 0.5)));
        }
        return new MetricData("m", MetricUnits.Points, EvaluatorKinds.Regex, observations, 0, 100);
    }

    private static double PassesOf(Random random, double spread, double effect)
    {
        double lean = spread == 0 ? 0 : MathNet.Numerics.Distributions.Normal.Sample(random, 0, spread);
        return Math.Clamp(0.5 + (effect + lean) / 100, 0, 1);
    }

    private static ArmValue Draw(Random random, double passes) => ArmValue.Of(random.NextDouble() < passes ? 100 : 0);
}
