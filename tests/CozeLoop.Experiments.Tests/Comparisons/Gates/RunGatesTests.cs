using CozeLoop.Contracts.Api;
using CozeLoop.Experiments.Comparisons;
using Xunit;
using static CozeLoop.Experiments.Tests.Comparisons.RunOf;

namespace CozeLoop.Experiments.Tests.Comparisons.Gates;

public sealed class RunGatesTests
{
    private static Comparison Run(RunOutcome run, params string[] gates) =>
        ComparisonOf.Run(run with { Design = run.Design with { Gates = gates } });

    private static string OutcomeOf(RunOutcome run, string gate) => Run(run, gate).Gates.Single().Outcome;

    /// <summary>60 wins and 34 losses of 400: +6.5 points, 95 % from 1.7 to 11.3.</summary>
    private static readonly RunOutcome Better = Pairs([.. Times(60, No, Yes), .. Times(34, Yes, No), .. Times(306, Yes, Yes)]);

    [Theory]
    [InlineData("brief >= 0", GateOutcomes.Met)]
    [InlineData("brief >= 5", GateOutcomes.Inconclusive)]
    [InlineData("brief >= 12", GateOutcomes.NotMet)]
    [InlineData("brief <= 12", GateOutcomes.Met)]
    [InlineData("brief < 1", GateOutcomes.NotMet)]
    [InlineData("brief not worse by more than 0", GateOutcomes.Met)]
    [InlineData("better", GateOutcomes.Met)]
    [InlineData("brief better", GateOutcomes.Met)]
    [InlineData("brief >= 1%", GateOutcomes.Met)]
    [InlineData("brief >= 8%", GateOutcomes.Inconclusive)]
    [InlineData("brief >= 15%", GateOutcomes.NotMet)]
    public void The_whole_interval_decides_and_not_the_estimate(string gate, string outcome) =>
        Assert.Equal(outcome, OutcomeOf(Better, gate));

    [Fact]
    public void The_ratio_is_that_of_the_arms_means()
    {
        var gate = Run(Better, "brief >= 1%").Gates.Single();
        Assert.Equal("%", gate.Unit);
        Assert.Equal(100 * 6.5 / 85, gate.Difference!.Value, 1e-9);
        Assert.InRange(gate.Low!.Value, 1.5, 2.5);
        Assert.InRange(gate.High!.Value, 13, 14.5);
    }

    [Fact]
    public void A_run_passes_when_all_gates_are_met_and_fails_with_one_that_is_not()
    {
        Assert.Equal(Decisions.Pass, Run(Better, "better and brief >= 0", "brief >= 1%").Decision);
        Assert.Equal(Decisions.Inconclusive, Run(Better, "better", "brief >= 5").Decision);
        Assert.Equal(Decisions.Fail, Run(Better, "brief >= 5", "brief >= 12").Decision);
        Assert.Equal(3, Run(Better, "better and brief >= 0", "brief >= 1%").Gates.Count);
    }

    [Fact]
    public void Without_gates_the_verdict_decides()
    {
        Assert.Equal(Decisions.Pass, Run(Better).Decision);
        Assert.Equal(Decisions.Fail, Run(Pairs(Times(20, Yes, No))).Decision);
        Assert.Equal(Decisions.Inconclusive, Run(Pairs(Times(20, Yes, Yes))).Decision);
    }

    [Fact]
    public void Few_groups_keep_no_bound_however_equal_they_are()
    {
        Assert.Equal(GateOutcomes.Inconclusive, OutcomeOf(Pairs(Times(3, Yes, Yes)), "brief >= 0"));
        var five = Run(Pairs(Times(5, Yes, Yes)), "brief >= -90").Gates.Single();
        Assert.Equal((GateOutcomes.Inconclusive, "too_few_clusters"), (five.Outcome, five.Reason!.Code));
    }

    [Fact]
    public void Many_equal_answers_are_not_worse_by_much_and_never_shown_equal()
    {
        var equal = Run(Pairs(Times(400, Yes, Yes)), "brief not worse by more than 2", "brief >= 0");
        Assert.Equal([GateOutcomes.Met, GateOutcomes.Inconclusive], equal.Gates.Select(g => g.Outcome));
        Assert.True(equal.Metrics[0].Low < 0 && equal.Metrics[0].High > 0);
    }

    [Fact]
    public void What_is_missing_never_passes_but_may_fail()
    {
        var few = Pairs([.. Times(200, Yes, Yes), .. Times(20, Yes, Missing)]);
        var gate = Run(few, "brief not worse by more than 5").Gates.Single();
        Assert.Equal((GateOutcomes.Inconclusive, "missing_could_change_it"), (gate.Outcome, gate.Reason!.Code));
        Assert.Equal(GateOutcomes.NotMet, OutcomeOf(Pairs([.. Times(60, Yes, No), .. Times(2, Yes, Missing)]), "brief >= 0"));
    }

    [Fact]
    public void What_was_simulated_never_passes()
    {
        var simulated = Pairs(Times(40, Scored(0, simulated: true), Scored(1, simulated: true)));
        var run = Run(simulated, "brief >= 0");
        Assert.Equal((GateOutcomes.Inconclusive, "simulated_never_passes"), (run.Gates[0].Outcome, run.Gates[0].Reason!.Code));
        Assert.Equal((Verdicts.Better, Decisions.Inconclusive), (Run(simulated).Verdict, Run(simulated).Decision));
    }

    [Fact]
    public void A_percentile_takes_a_hundred_groups()
    {
        var gate = Run(Pairs(Times(99, Yes, Yes)), "p95(latencyMs) <= +10%").Gates.Single();
        Assert.Equal((GateOutcomes.Inconclusive, "too_few_for_percentile"), (gate.Outcome, gate.Reason!.Code));
        Assert.Equal(GateOutcomes.Met, OutcomeOf(Pairs(Times(100, Yes, Yes)), "p95(latencyMs) <= +10%"));
    }

    [Theory]
    [InlineData(1.00, GateOutcomes.Met)]
    [InlineData(1.05, GateOutcomes.Inconclusive)]
    [InlineData(1.20, GateOutcomes.NotMet)]
    public void Cost_is_bounded_relative_to_the_old(double factor, string outcome)
    {
        var random = new Random(3);
        var run = Items(
            Enumerable
                .Range(0, 60)
                .Select(i =>
                {
                    decimal cost = 0.001m * (decimal)(0.5 + random.NextDouble());
                    decimal other = cost * (decimal)(factor * (0.9 + 0.2 * random.NextDouble()));
                    return new ItemOutcome($"i{i}", $"c{i}", "proven", Yes with { CostUsd = cost }, null, Yes with { CostUsd = other });
                })
        );
        Assert.Equal(outcome, OutcomeOf(run, "cost <= +5%"));
    }
}
