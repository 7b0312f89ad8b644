using CozeLoop.AllInOne.Cli.Replays;
using CozeLoop.Contracts.Api;
using Xunit;

namespace CozeLoop.AllInOne.Tests.Cli.Replays;

public sealed class GateTests
{
    [Theory]
    [InlineData("resolved >= -2", "resolved", ">=", -2)]
    [InlineData("resolved>=-2", "resolved", ">=", -2)]
    [InlineData(" at-most-20-words > 0.5 ", "at-most-20-words", ">", 0.5)]
    [InlineData("costUsd <= +0.01", "costUsd", "<=", 0.01)]
    [InlineData("有用 < 3", "有用", "<", 3)]
    public void A_gate_names_a_metric_an_operator_and_a_bound(string text, string metric, string op, double bound) =>
        Assert.Equal(new Gate(metric, op, bound), Gate.Parse(text));

    [Theory]
    [InlineData("")]
    [InlineData("resolved")]
    [InlineData("resolved >=")]
    [InlineData(">= 2")]
    [InlineData("resolved == 2")]
    [InlineData("resolved >= two")]
    [InlineData("resolved >= 2 points")]
    [InlineData("resolved >= 1e5")]
    [InlineData("resolved >= 1,5")]
    [InlineData("a b >= 1")]
    [InlineData("resolved >= 2; cost <= 1")]
    public void Anything_else_is_no_gate(string text) => Assert.Null(Gate.Parse(text));

    [Theory]
    [InlineData("m >= -2", -1.0, 5.0, nameof(GateOutcome.Met))]
    [InlineData("m >= -2", -2.0, 5.0, nameof(GateOutcome.Met))]
    [InlineData("m > -2", -2.0, 5.0, nameof(GateOutcome.Inconclusive))]
    [InlineData("m >= -2", -3.0, 5.0, nameof(GateOutcome.Inconclusive))]
    [InlineData("m >= -2", -9.0, -3.0, nameof(GateOutcome.NotMet))]
    [InlineData("m > -2", -9.0, -2.0, nameof(GateOutcome.NotMet))]
    [InlineData("m <= 0", -1.0, 0.0, nameof(GateOutcome.Met))]
    [InlineData("m < 0", -1.0, 0.0, nameof(GateOutcome.Inconclusive))]
    [InlineData("m <= 0", -1.0, 1.0, nameof(GateOutcome.Inconclusive))]
    [InlineData("m <= 0", 0.1, 1.0, nameof(GateOutcome.NotMet))]
    [InlineData("m < 0", 0.0, 1.0, nameof(GateOutcome.NotMet))]
    public void The_whole_interval_decides_and_not_the_estimate(string gate, double low, double high, string outcome) =>
        Assert.Equal(outcome, Gate.Parse(gate)!.Judge(Comparisons.With("inconclusive", low, high)).ToString());

    [Fact]
    public void Missing_pairs_never_pass_but_may_fail()
    {
        var missing = Comparisons.With("better", 5, 9) with { MissingByCause = new Dictionary<string, int> { ["timeout"] = 1 } };
        Assert.Equal(GateOutcome.Inconclusive, Gate.Parse("m >= 0")!.Judge(missing));
        Assert.Equal(GateOutcome.NotMet, Gate.Parse("m >= 10")!.Judge(missing));
    }

    [Fact]
    public void A_metric_without_an_interval_or_an_unknown_one_is_inconclusive()
    {
        Assert.Equal(GateOutcome.Inconclusive, Gate.Parse("m >= 0")!.Judge(Comparisons.With("none", null, null)));
        Assert.Equal(GateOutcome.Inconclusive, Gate.Parse("other >= 0")!.Judge(Comparisons.With("better", 5, 9)));
    }

    [Theory]
    [InlineData("better", 5, 9, new string[0], 0)]
    [InlineData("worse", -9, -5, new string[0], 0)]
    [InlineData("inconclusive", -1, 1, new string[0], 2)]
    [InlineData("inconclusive", -1, 1, new[] { "m >= -2" }, 0)]
    [InlineData("better", 5, 9, new[] { "m >= 7" }, 2)]
    [InlineData("better", 5, 9, new[] { "m >= 7", "m >= 10" }, 1)]
    public void The_exit_code_is_the_worst_gate_or_without_gates_the_verdict(
        string verdict,
        double low,
        double high,
        string[] gates,
        int exit
    ) => Assert.Equal(exit, ReplayFollow.ExitCode(Comparisons.With(verdict, low, high), [.. gates.Select(g => Gate.Parse(g)!)]));

    [Fact]
    public void A_run_without_a_comparison_has_failed() => Assert.Equal(1, ReplayFollow.ExitCode(null, []));
}

internal static class Comparisons
{
    public static Comparison With(string verdict, double? low, double? high) =>
        new()
        {
            PrimaryMetric = "m",
            ClusterBy = "task",
            Clusters = 20,
            DiscordantClusters = 8,
            Pairs = 20,
            Wins = 8,
            Ties = 12,
            Verdict = verdict,
            Sentence = "The new one is " + verdict + ".",
            SentenceZh = "新版本:" + verdict,
            Metrics =
            [
                new MetricComparison
                {
                    Name = "m",
                    Unit = "points",
                    Kind = "regex",
                    Primary = true,
                    N = 20,
                    Baseline = 10,
                    Candidate = 50,
                    Difference = 40,
                    Low = low,
                    High = high,
                    Verdict = verdict,
                    P = 0.01,
                },
            ],
        };
}
