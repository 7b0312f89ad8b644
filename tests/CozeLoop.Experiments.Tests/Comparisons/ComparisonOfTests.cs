using CozeLoop.Contracts.Api;
using CozeLoop.Experiments.Comparisons;
using CozeLoop.Experiments.Replays;
using Xunit;
using static CozeLoop.Experiments.Tests.Comparisons.RunOf;

namespace CozeLoop.Experiments.Tests.Comparisons;

public sealed class ComparisonOfTests
{
    private static MetricComparison Primary(Comparison c) => c.Metrics.Single(m => m.Primary);

    [Fact]
    public void Independent_pairs_are_tested_exactly_and_bounded()
    {
        var c = ComparisonOf.Run(Pairs([.. Times(60, No, Yes), .. Times(34, Yes, No), .. Times(306, Yes, Yes)]));
        Assert.Equal((60, 34, 306, 400, 94), (c.Wins, c.Losses, c.Ties, c.Pairs, c.DiscordantClusters));
        Assert.Equal("better", c.Verdict);
        Assert.Equal(6.5, Primary(c).Difference!.Value, 1e-9);
        Assert.Equal(1.7207, Primary(c).Low!.Value, 1e-3);
        Assert.Equal(11.2793, Primary(c).High!.Value, 1e-3);
        Assert.Equal(0.009547810466, Primary(c).P!.Value, 1e-11);
        Assert.Equal(85, Primary(c).Baseline!.Value, 1e-9);
        Assert.Equal(91.5, Primary(c).Candidate!.Value, 1e-9);
    }

    [Fact]
    public void The_mirrored_run_is_worse()
    {
        var c = ComparisonOf.Run(Pairs([.. Times(34, No, Yes), .. Times(60, Yes, No), .. Times(306, Yes, Yes)]));
        Assert.Equal("worse", c.Verdict);
        Assert.StartsWith("Worse: −6.5 points", c.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void Fewer_than_six_clusters_that_differ_are_inconclusive_whatever_the_figures_say()
    {
        var five = ComparisonOf.Run(Pairs([.. Times(5, No, Yes), .. Times(1, Yes, Yes)]));
        Assert.Equal("inconclusive", five.Verdict);
        Assert.Contains(five.Notices, n => n.Code == "too_few_discordant");
        Assert.Equal("better", ComparisonOf.Run(Pairs(Times(6, No, Yes))).Verdict);
    }

    [Fact]
    public void Many_turns_of_few_conversations_do_not_pass_for_independent_pairs()
    {
        // 100 turns won, but all of them in five conversations.
        var c = ComparisonOf.Run(
            Items(Enumerable.Range(0, 100).Select(i => new ItemOutcome($"i{i}", $"c{i % 5}", "proven", No, null, Yes)))
        );
        Assert.Equal((100, 5, 5), (c.Wins, c.Clusters, c.DiscordantClusters));
        Assert.Equal("inconclusive", c.Verdict);
    }

    [Fact]
    public void An_interval_of_a_share_ends_where_shares_end()
    {
        // Cluster means 1 × 6, 0 × 1: mean 0.857 and t(6) · s/√7 = 0.350, which would reach 121 points.
        var c = ComparisonOf.Run(
            Items(Enumerable.Range(0, 14).Select(i => new ItemOutcome($"i{i}", $"c{i / 2}", "proven", i < 12 ? No : Yes, null, Yes)))
        );
        Assert.Equal(600.0 / 7, Primary(c).Difference!.Value, 1e-9);
        Assert.Equal(100, Primary(c).High!.Value);
        Assert.Equal(38.85, Primary(c).Low!.Value, 0.01);
    }

    [Fact]
    public void Each_cluster_counts_once_however_many_turns_it_has()
    {
        ItemOutcome Item(int i, string cluster, CallOutcome old, CallOutcome @new) => new($"i{i}", cluster, "proven", old, null, @new);
        var c = ComparisonOf.Run(Items([.. Enumerable.Range(0, 9).Select(i => Item(i, "long", No, Yes)), Item(9, "short", Yes, Yes)]));
        Assert.Equal(50, Primary(c).Difference!.Value, 1e-9);
    }

    [Fact]
    public void A_refusal_is_the_worst_score_and_a_provider_fault_is_missing()
    {
        var c = ComparisonOf.Run(Pairs([.. Times(10, Yes, Refused), .. Times(3, Yes, Missing), .. Times(10, Yes, Yes)]));
        Assert.Equal((0, 10, 10, 20), (c.Wins, c.Losses, c.Ties, c.Pairs));
        Assert.Equal(3, c.MissingByCause["context_length"]);
        Assert.Equal("worse", c.Verdict);
    }

    [Fact]
    public void What_is_missing_takes_the_verdict_back_when_it_could_change_it()
    {
        var c = ComparisonOf.Run(
            Pairs([.. Times(20, No, Yes), .. Times(8, Yes, No), .. Times(67, Yes, Yes), .. Times(5, Missing, Missing)])
        );
        Assert.Equal("inconclusive", c.Verdict);
        Assert.Equal(("inconclusive", "better"), (c.WorstCase, c.BestCase));
        Assert.Contains(c.Notices, n => n.Code == "missing_could_change_it");
    }

    [Fact]
    public void A_difference_within_the_margin_counts_as_none()
    {
        var run = Pairs([.. Times(60, No, Yes), .. Times(34, Yes, No), .. Times(306, Yes, Yes)]);
        var c = ComparisonOf.Run(run with { Design = run.Design with { Margin = 2 } });
        Assert.Equal("inconclusive", c.Verdict);
        Assert.Contains(c.Notices, n => n.Code == "within_margin");
    }

    [Fact]
    public void A_recorded_baseline_and_a_run_without_evaluators_have_no_verdict()
    {
        var run = Pairs(Times(20, No, Yes));
        Assert.Equal("none", ComparisonOf.Run(run with { Design = run.Design with { RerunsBaseline = false } }).Verdict);
        var bare = ComparisonOf.Run(run with { Design = run.Design with { PrimaryMetric = null }, Evaluators = [] });
        Assert.Equal("none", bare.Verdict);
        Assert.Contains("No metric was declared", bare.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void After_a_budget_stop_only_the_complete_prefix_counts()
    {
        var run = Pairs([.. Times(8, No, Yes), (Yes, Skipped), .. Times(4, Yes, No)]) with { StoppedByBudget = true };
        var c = ComparisonOf.Run(run);
        Assert.Equal((8, 0), (c.Wins, c.Losses));
        Assert.Equal(5, c.Exclusions["after_budget"]);
    }

    [Fact]
    public void The_old_versions_disagreement_with_itself_is_a_rate_with_an_exact_interval()
    {
        var c = ComparisonOf.Run(
            Items(
                Enumerable
                    .Range(0, 50)
                    .Select(i => new ItemOutcome(
                        $"i{i}",
                        $"c{i}",
                        "proven",
                        i < 25 ? Yes : No,
                        i < 10 || i >= 41 ? (i < 25 ? No : Yes)
                            : i < 25 ? Yes
                            : No,
                        Yes
                    ))
            )
        );
        Assert.Equal((19, 50), (c.Disagreement!.Disagreeing, c.Disagreement.Pairs));
        Assert.Equal(0.38, c.Disagreement.Rate, 1e-12);
        Assert.InRange(0.38, c.Disagreement.Low, c.Disagreement.High);
        Assert.Equal(38, Primary(c).NoiseFloor!.Value, 1e-9);
    }

    [Fact]
    public void Cached_and_simulated_calls_say_nothing_of_cost_and_latency()
    {
        var cached = Yes with { Cached = true };
        var c = ComparisonOf.Run(Pairs(Times(20, cached, Yes)));
        Assert.All(c.Metrics.Where(m => m.Name is "costUsd" or "latencyMs"), m => Assert.Equal((0, "none"), (m.N, m.Verdict)));
        Assert.Contains(
            "40 of 1000 calls, model:x, seed 7",
            ComparisonOf.Run(Pairs(Times(40, Yes, Yes))).Sentence,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Dearer_and_slower_is_worse()
    {
        var dear = Yes with { CostUsd = 0.003m, LatencyMs = 300 };
        var c = ComparisonOf.Run(Pairs([.. Times(12, Yes, dear), .. Times(1, Yes, Yes with { CostUsd = 0.002m, LatencyMs = 250 })]));
        Assert.All(c.Metrics.Where(m => m.Name is "costUsd" or "latencyMs"), m => Assert.Equal("worse", m.Verdict));
        Assert.All(c.Metrics.Where(m => !m.Primary), m => Assert.True(m.PAdjusted >= m.P && m.Level > 0.95));
    }

    [Fact]
    public void The_sentence_names_mode_unit_selection_judge_n_interval_and_simulation()
    {
        var run = Pairs([.. Times(12, No, Scored(1, simulated: true)), .. Times(8, Yes, Yes)]);
        var plan = RunOf.Plan(20) with { OutcomeDependent = true, Conversations = 9, Population = 100 };
        var design = ReplayDesign.Of(RunOf.Request(20) with { Mode = "teacherForced" }, plan);
        var c = ComparisonOf.Run(run with { Design = design, Attempt = 3 });
        foreach (
            string part in new[]
            {
                "Better: +60.0 points",
                "Teacher-forced",
                "20 pairs from 20 tasks",
                "9 of 100 conversations with 20 calls, model:x, seed 7",
                "brief version 3 (regular expression)",
                "95 % interval",
                "among those selected",
                "Attempt 3",
                "simulated",
            }
        )
        {
            Assert.Contains(part, c.Sentence, StringComparison.Ordinal);
        }
        foreach (string part in new[] { "更好", "给定历史", "20 对", "100 个对话中的 9 个，共 20 个调用", "正则表达式", "模拟", "第 3 次" })
            Assert.Contains(part, c.SentenceZh, StringComparison.Ordinal);
    }
}
