using CozeLoop.Contracts.Api;
using CozeLoop.Truth.Figures;
using CozeLoop.Truth.Runs;
using CozeLoop.Truth.Scenarios;
using Xunit;

namespace CozeLoop.Truth.Tests.Figures;

public sealed class BarsTests
{
    private static readonly string[] Told = ["met", "inconclusive"],
        Untold = ["inconclusive", "inconclusive"];

    [Theory]
    [InlineData(0, 200, true)]
    [InlineData(8, 200, true)]
    [InlineData(9, 200, null)]
    [InlineData(11, 200, false)]
    [InlineData(1, 12, null)]
    [InlineData(6, 12, false)]
    public void False_verdicts_break_a_bar_where_they_are_too_many_and_the_runs_enough(int wrong, int runs, bool? holds) =>
        Assert.Equal(
            holds,
            Figure("null-distinct", "false verdicts", runs, i => i < wrong ? Run("better", 1, 9) : Run("inconclusive", -9, 9)).Holds
        );

    [Fact]
    public void In_a_scenario_with_an_effect_only_the_opposite_is_false()
    {
        Assert.True(Figure("better-40", "false verdicts", 200, _ => Run("better", 30, 50)).Holds);
        Assert.False(Figure("better-40", "false verdicts", 200, _ => Run("worse", -9, -3)).Holds);
        Assert.True(Figure("rare-30-worse", "false verdicts", 200, _ => Run("worse", -9, -3)).Holds);
    }

    [Theory]
    [InlineData("null-distinct", 190, true)]
    [InlineData("null-distinct", 180, false)]
    [InlineData("null-distinct", 200, true)]
    [InlineData("null-talks", 200, false)]
    public void Intervals_may_miss_the_truth_no_more_than_they_say_and_smooth_ones_no_less(string scenario, int held, bool holds) =>
        Assert.Equal(holds, Figure(scenario, "coverage", 200, i => Run("inconclusive", i < held ? -9 : 1, 9)).Holds);

    [Theory]
    [InlineData(0.5, 110, true)]
    [InlineData(0.5, 130, false)]
    [InlineData(null, 130, null)]
    public void Power_is_held_against_the_forecast(double? forecast, int found, bool? holds) =>
        Assert.Equal(
            holds,
            Figure("better-20", "power", 200, i => Run(i < found ? "better" : "inconclusive", 1, 30) with { Power = forecast }).Holds
        );

    [Fact]
    public void A_gate_is_false_where_it_says_the_opposite_of_the_truth()
    {
        // Five points worse is not kept by a version that is six worse.
        Assert.False(Gate("rare-6-worse", Told).Holds);
        Assert.True(Gate("rare-6-equal", Told).Holds);
        Assert.True(Gate("rare-6-worse", Untold).Holds);

        static Figure Gate(string scenario, string[] outcomes) =>
            Figure(scenario, "false gates, >= -5", 200, _ => Run("inconclusive", -9, 9) with { Gates = outcomes });
    }

    private static Figure Figure(string scenario, string name, int runs, Func<int, RunOutcome> run) =>
        Bars.Of(new Tally(AllScenarios.Named(scenario).Single(), [.. Enumerable.Range(0, runs).Select(run)])).Single(f => f.Name == name);

    private static RunOutcome Run(string verdict, double low, double high) =>
        new(
            verdict,
            new MetricComparison
            {
                Name = "pass",
                Unit = "points",
                Kind = "contains",
                Primary = true,
                Difference = 0,
                Low = low,
                High = high,
                Verdict = verdict,
            },
            Untold,
            null
        );
}
