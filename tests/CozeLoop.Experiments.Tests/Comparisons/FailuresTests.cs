using System.Globalization;
using CozeLoop.Contracts.Api;
using CozeLoop.Experiments.Comparisons;
using CozeLoop.Experiments.Storage;
using Xunit;
using static CozeLoop.Experiments.Tests.Comparisons.RunOf;

namespace CozeLoop.Experiments.Tests.Comparisons;

/// <summary>Answers that failed: what the verdict says of them, and what they count for.</summary>
public sealed class FailuresTests
{
    private static readonly CallOutcome Broken = Missing with { Cause = "provider_error", Said = "CUDA out of memory" };

    [Fact]
    public void A_verdict_says_which_arm_failed_on_how_many_and_why_in_the_providers_words()
    {
        var c = ComparisonOf.Run(
            Pairs([.. Times(32, Yes, Yes), .. Times(5, Yes, CutOff), .. Times(2, Yes, Refused), .. Times(1, Broken, Yes)])
        );
        Assert.Equal(
            [
                new ArmFailure("candidate", "truncated", 5, null),
                new ArmFailure("candidate", "refused", 2, null),
                new ArmFailure("baseline", "provider_error", 1, "CUDA out of memory"),
            ],
            c.Failures
        );
        Assert.Contains("The new version failed on 7 of 40: 5 cut off, 2 refused.", c.Sentence, StringComparison.Ordinal);
        Assert.Contains("The old version failed on 1 of 40: 1 failed at the provider.", c.Sentence, StringComparison.Ordinal);
        Assert.Contains("新版本在 40 个条目中有 7 个失败：5 个被截断、2 个被拒绝。", c.SentenceZh, StringComparison.Ordinal);
    }

    [Fact]
    public void A_run_without_failures_says_nothing_of_them()
    {
        var c = ComparisonOf.Run(Pairs(Times(8, No, Yes)));
        Assert.Empty(c.Failures);
        Assert.DoesNotContain("failed", c.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void An_answer_that_was_cut_off_is_missing_and_not_the_worst_score()
    {
        var c = ComparisonOf.Run(Pairs([.. Times(10, Yes, CutOff), .. Times(10, Yes, Yes)]));
        Assert.Equal((0, 10, "inconclusive"), (c.Losses, c.Pairs, c.Verdict));
        Assert.Equal(10, c.MissingByCause["truncated"]);
    }

    [Theory]
    [InlineData("1-5", 1, 5)]
    [InlineData("binary", 0, 100)]
    public void The_worst_score_and_the_bounds_are_the_ends_of_the_scale(string scale, double worst, double best)
    {
        bool yesNo = scale == "binary";
        CallOutcome Of(double value) => Scored(value, yesNo);
        var run = Pairs([.. Times(1, Of(yesNo ? 1 : 2), Refused), .. Times(9, Of(yesNo ? 1 : 4), Of(yesNo ? 1 : 4))]);
        var metric = Metrics.OfEvaluator(run.Evaluators[0] with { Scale = ScoreScale.Of(Judge(scale)) }, run.Items);
        Assert.Equal((worst, best, yesNo), (metric.Worst, metric.Best, metric.Unit == MetricUnits.Points));
        Assert.Equal(worst, metric.Observations[0].Candidate.Value);
    }

    [Fact]
    public void A_judge_that_has_said_nothing_yet_keeps_its_scale()
    {
        var run = Pairs(Times(3, Refused, CutOff));
        var metric = Metrics.OfEvaluator(run.Evaluators[0] with { Scale = ScoreScale.Of(Judge("1-5")) }, run.Items);
        Assert.Equal((1, 5, "score"), (metric.Worst, metric.Best, metric.Unit));
    }

    [Fact]
    public void What_is_missing_of_a_judge_from_1_to_5_cannot_be_worth_more_than_four()
    {
        // One better in each of 17 pairs, and one missing: at worst 1 against 5 (interval from 0.136, p 0.0245), not 0 against 5.
        var run = Pairs([.. Times(17, Scored(3, false), Scored(4, false)), (Scored(5, false), CutOff)]);
        var scaled = run with { Evaluators = [run.Evaluators[0] with { Scale = ScoreScale.Of(Judge("1-5")) }] };
        var metric = Metrics.OfEvaluator(scaled.Evaluators[0], scaled.Items);
        var cases = MissingCases.Of(metric, 0, 7, PairedAnalysis.Of(metric, 7));
        Assert.Equal(("better", "better"), (cases.Worst, cases.Best));
        Assert.Equal(("better", "inconclusive"), (ComparisonOf.Run(scaled).Verdict, ComparisonOf.Run(run).Verdict));
    }

    [Fact]
    public void An_evaluator_planned_without_a_scale_is_read_from_its_scores_as_before()
    {
        var planned = Columns.FromJson<PlannedEvaluator>("""{"key":"brief","version":3,"kind":"judge"}""");
        Assert.Null(planned.Scale);
        var run = Pairs([.. Times(2, Scored(2, false), Refused), .. Times(2, Scored(4, false), Scored(5, false))]);
        var metric = Metrics.OfEvaluator(run.Evaluators[0], run.Items);
        Assert.Equal((0, 5), (metric.Worst, metric.Best));
    }

    [Fact]
    public void A_scale_is_kept_with_the_plan()
    {
        var planned = new PlannedEvaluator("helpful", 2, "judge") { Scale = ScoreScale.Of(Judge("1-5")) };
        Assert.Equal(planned, Columns.FromJson<PlannedEvaluator>(Columns.ToJson(planned)));
        Assert.Equal(new ScoreScale(1, 5, false), planned.Scale);
    }

    [Theory]
    [InlineData("en")]
    [InlineData("zh-Hans")]
    public void Every_cause_has_its_words(string culture)
    {
        string[] causes = [.. typeof(FailureCauses).GetFields().Select(f => (string)f.GetValue(null)!), CallCauses.Empty];
        foreach (string cause in causes)
        {
            string said = FailureSentences
                .Of([new ArmFailure("candidate", cause, 3, null)], 9, CultureInfo.GetCultureInfo(culture))
                .Single();
            Assert.Contains("3", said, StringComparison.Ordinal);
            Assert.DoesNotContain($"“{cause}”", said, StringComparison.Ordinal);
        }
    }

    private static EvaluatorVersion Judge(string scale) =>
        new(1, "judge", System.Text.Json.JsonSerializer.SerializeToElement(new { scale }), "", "user:1", DateTimeOffset.UnixEpoch);
}
