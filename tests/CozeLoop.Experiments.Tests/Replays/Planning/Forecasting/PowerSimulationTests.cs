using CozeLoop.Contracts.Api;
using CozeLoop.Experiments.Comparisons;
using CozeLoop.Experiments.Replays.Planning.Forecasting;
using Xunit;

namespace CozeLoop.Experiments.Tests.Replays.Planning.Forecasting;

public sealed class PowerSimulationTests
{
    private static readonly MetricScale Points = new(MetricUnits.Points, 0, 100);
    private static readonly MetricScale OneToFive = new(MetricUnits.Score, 1, 5);

    /// <summary>The forecast beside 10,000 runs that are really compared, with the verdict's own code.</summary>
    [Theory]
    [InlineData(40, 1, 0.5, 30)]
    [InlineData(40, 1, 0.5, 20)]
    [InlineData(12, 6, 0.6, 20)]
    [InlineData(80, 1, 0.9, 8)]
    public void The_forecast_is_what_simulated_runs_give(int clusters, int turns, double passes, double effect)
    {
        const int runs = 10_000;
        int found = 0;
        Parallel.For(
            0,
            runs,
            run =>
            {
                var metric = Run(new Random(run), clusters, turns, passes, passes + effect / 100);
                if (PairedAnalysis.Of(metric, seed: run).Decide(lowerIsBetter: false, margin: 0) == Verdicts.Better)
                    Interlocked.Increment(ref found);
            }
        );
        var simulation = new PowerSimulation([.. Enumerable.Repeat(turns, clusters)], PilotOf(passes), Points, margin: 0, seed: 5);
        Assert.Equal(found / (double)runs, simulation.PowerOf(effect, 10_000, TestContext.Current.CancellationToken), 0.02);
    }

    [Fact]
    public void Power_rises_with_the_effect_and_none_is_found_where_nothing_is()
    {
        var simulation = new PowerSimulation([.. Enumerable.Repeat(1, 40)], PilotOf(0.5), Points, margin: 0, seed: 5);
        double[] power = [.. new double[] { 1e-9, 10, 20, 30, 40 }.Select(e => simulation.PowerOf(e, 2_000, CancellationToken.None))];
        Assert.Equal(power.Order(), power);
        Assert.InRange(power[0], 0, 0.035);
    }

    [Fact]
    public void A_wanted_effect_gets_its_power_and_the_groups_that_it_takes()
    {
        var forecast = Forecasts.Of([.. Enumerable.Repeat(1, 20)], PilotOf(0.5), Points, 0, wanted: 20, seed: 1, CancellationToken.None);
        Assert.InRange(forecast.Power!.Value, 0.05, 0.5);
        Assert.InRange(forecast.ClustersNeeded!.Value, 80, 130);
        Assert.Equal(forecast.ClustersNeeded, forecast.ItemsNeeded);
        var enough = Enumerable.Repeat(1, forecast.ClustersNeeded.Value).ToArray();
        Assert.InRange(new PowerSimulation(enough, PilotOf(0.5), Points, 0, 9).PowerOf(20, 4_000, CancellationToken.None), 0.77, 0.85);
    }

    [Fact]
    public void More_than_the_scale_leaves_is_found_by_no_run()
    {
        var forecast = Forecasts.Of([.. Enumerable.Repeat(1, 40)], PilotOf(0.9), Points, 0, wanted: 20, seed: 1, CancellationToken.None);
        Assert.Equal((0.0, null), (forecast.Power!.Value, forecast.ClustersNeeded));
        Assert.Equal(10, forecast.MostEffect, 1);
    }

    [Fact]
    public void A_score_has_its_own_unit_and_scale()
    {
        var pilot = Pilot.Usual(OneToFive);
        var forecast = Forecasts.Of([.. Enumerable.Repeat(1, 40)], pilot, OneToFive, 0, wanted: 0.5, seed: 1, CancellationToken.None);
        Assert.Equal(MetricUnits.Score, forecast.Unit);
        Assert.InRange(forecast.MinimalDetectableEffect!.Value, 0.3, 0.8);
        Assert.InRange(forecast.MostEffect, 1.5, 2.5);
    }

    [Fact]
    public void What_will_be_missing_costs_power()
    {
        int[] sizes = [.. Enumerable.Repeat(1, 60)];
        double whole = new PowerSimulation(sizes, PilotOf(0.5), Points, 0, 1).PowerOf(30, 2_000, CancellationToken.None);
        var holes = PilotOf(0.5) with { MissingShare = 0.1 };
        Assert.True(new PowerSimulation(sizes, holes, Points, 0, 1).PowerOf(30, 2_000, CancellationToken.None) < whole - 0.1);
    }

    /// <summary>Two independent answers of an old version that passes so often.</summary>
    private static Pilot PilotOf(double passes)
    {
        // Stratified, so that the pilot's mean is the planted one and the test's bound holds the simulation alone.
        double Score(int i, int of) => (i + 0.5) / of < passes ? 100 : 0;
        const int n = 100;
        int[] other = [.. Enumerable.Range(0, n)];
        return new Pilot([.. Enumerable.Range(0, n).SelectMany(i => other.Select(j => (Score(i, n), Score(j, n))))], 0, "run");
    }

    private static MetricData Run(Random random, int clusters, int turns, double old, double @new) =>
        new(
            "m",
            MetricUnits.Points,
            EvaluatorKinds.Regex,
            [
                .. Enumerable
                    .Range(0, clusters * turns)
                    .Select(i => new Observation(
                        $"c{i / turns}",
                        ArmValue.Of(random.NextDouble() < old ? 100 : 0),
                        ArmValue.Of(random.NextDouble() < @new ? 100 : 0),
                        null
                    )),
            ],
            0,
            100
        );
}
