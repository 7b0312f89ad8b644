using System.Globalization;
using CozeLoop.Contracts.Api;
using CozeLoop.Experiments.Comparisons.Gates;
using CozeLoop.Experiments.Statistics;

namespace CozeLoop.Experiments.Comparisons;

/// <summary>Compares the two arms of a run: one primary metric decides, the others are adjusted for their number.</summary>
internal static class ComparisonOf
{
    public static Comparison Run(RunOutcome run)
    {
        var items = Analysed(run);
        int seed = unchecked((int)run.Design.Seed);
        string primaryKey = run.Design.PrimaryMetric ?? (run.Evaluators is [var first, ..] ? first.Key : "");
        var primaryBy = run.Evaluators.FirstOrDefault(e => e.Key == primaryKey);
        var primary = primaryBy is null ? null : Metrics.OfEvaluator(primaryBy, items);
        var analysis = primary is null ? null : PairedAnalysis.Of(primary, seed);
        var cases = primary is null ? null : MissingCases.Of(primary, run.Design.Margin, seed, analysis!);
        var reading = VerdictReading.Of(run, primary, analysis, cases);
        MetricData[] secondary =
        [
            .. run.Evaluators.Where(e => e.Key != primaryKey).Select(e => Metrics.OfEvaluator(e, items)),
            Metrics.Cost(items),
            Metrics.Latency(items),
        ];
        var disagreement = primary is null ? null : SelfDisagreement.Of(primary);
        var answers = AnswersOf(items);
        var failures = ArmFailures.Of(items);
        bool simulated = Simulated(run, items);
        var input = new SentenceInput(run, primaryBy, primary, analysis, reading, disagreement, simulated, failures, items.Count)
        {
            Answers = answers.Length,
            Reused = answers.Count(a => a.Cached),
        };
        string english = Sentences.Verdict(input, CultureInfo.GetCultureInfo("en"));
        MetricComparison[] metrics =
        [
            .. primary is null
                ? []
                : new[] { Row(primary, analysis!, 0.95, null, reading.Verdict) with { Primary = true, Sentence = english } },
            .. Secondary(secondary, seed),
        ];
        MetricData[] all = [.. primary is null ? [] : new[] { primary }, .. secondary];
        var gates = RunGates.Read(run, all, primary, reading, input.Simulated, seed);
        return new Comparison
        {
            PrimaryMetric = primaryKey,
            Margin = run.Design.Margin,
            ClusterBy = run.Design.ClusterBy,
            Clusters = analysis?.Clusters ?? items.Select(i => i.Cluster).Distinct().Count(),
            DiscordantClusters = analysis?.Discordant ?? 0,
            Pairs = analysis?.Pairs ?? 0,
            Wins = analysis?.Wins ?? 0,
            Losses = analysis?.Losses ?? 0,
            Ties = analysis?.Ties ?? 0,
            MissingByCause = primary is null ? new Dictionary<string, int>() : MissingByCause(primary),
            Failures = failures,
            WorstCase = cases?.Worst ?? "",
            BestCase = cases?.Best ?? "",
            OutcomeDependent = run.Design.OutcomeDependent,
            Attempt = run.Attempt,
            Disagreement = disagreement,
            Recovery = items.GroupBy(i => i.Recovery).ToDictionary(g => g.Key, g => g.Count()),
            CostUsd = run.CostUsd,
            CachedCalls = run.CachedCalls,
            Answers = input.Answers,
            ReusedAnswers = input.Reused,
            RepeatedQuestions = run.Design.RepeatedQuestions,
            Gates = gates,
            Decision = RunGates.Decide(reading.Verdict, gates, input.Simulated),
            Simulated = input.Simulated,
            Verdict = reading.Verdict,
            Sentence = english,
            SentenceZh = Sentences.Verdict(input, CultureInfo.GetCultureInfo("zh-Hans")),
            Metrics = metrics,
            Notices = [.. reading.Reasons.Select(code => Sentences.Notice(code, run))],
            Exclusions = Exclusions(run, items.Count),
        };
    }

    private static CallOutcome[] AnswersOf(IEnumerable<ItemOutcome> items) =>
        [
            .. items
                .SelectMany(i => new[] { i.Baseline, i.Again, i.Candidate })
                .OfType<CallOutcome>()
                .Where(c => c.Fate is CallFate.Answered or CallFate.Failed),
        ];

    /// <summary>Everything, or after a budget stop the complete prefix of the seeded order.</summary>
    private static IReadOnlyList<ItemOutcome> Analysed(RunOutcome run) =>
        run.StoppedByBudget ? [.. run.Items.TakeWhile(IsComplete)] : run.Items;

    private static bool IsComplete(ItemOutcome item) =>
        item.Baseline is { Fate: not (CallFate.Open or CallFate.Skipped) }
        && item.Candidate is { Fate: not (CallFate.Open or CallFate.Skipped) }
        && item.Again is null or { Fate: not (CallFate.Open or CallFate.Skipped) };

    private static IEnumerable<MetricComparison> Secondary(MetricData[] metrics, int seed)
    {
        // The interval beside an adjusted p is adjusted too (Bonferroni), or the two could contradict each other.
        MetricData[] tested = [.. metrics.Where(m => m.Observations.Any(o => o.IsComplete))];
        double level = tested.Length == 0 ? 0.95 : 1 - PairedAnalysis.Alpha / tested.Length;
        var analyses = tested.Select(m => PairedAnalysis.Of(m, seed, level)).ToArray();
        double[] adjusted = Holm.Adjust([.. analyses.Select(a => a.P)]);
        for (int i = 0; i < tested.Length; i++)
        {
            yield return Row(tested[i], analyses[i], level, adjusted[i], analyses[i].Decide(tested[i].LowerIsBetter, 0, adjusted[i]));
        }
        foreach (var metric in metrics.Except(tested))
            yield return Row(metric, PairedAnalysis.Of(metric, seed), level, null, Verdicts.None);
    }

    private static MetricComparison Row(MetricData metric, PairedAnalysis analysis, double level, double? adjustedP, string verdict) =>
        new()
        {
            Name = metric.Name,
            Unit = metric.Unit,
            Kind = metric.Kind,
            N = analysis.Pairs,
            Baseline = analysis.Baseline,
            Candidate = analysis.Candidate,
            Difference = analysis.Difference,
            Low = analysis.Interval?.Low,
            High = analysis.Interval?.High,
            Level = level,
            Method = analysis.Method,
            P = analysis.Pairs == 0 ? null : analysis.P,
            PAdjusted = adjustedP,
            NoiseFloor = SelfDisagreement.NoiseFloor(metric),
            Verdict = verdict,
        };

    private static Dictionary<string, int> MissingByCause(MetricData metric) =>
        metric
            .Observations.Where(o => !o.IsComplete)
            .GroupBy(o => o.Candidate.Cause ?? o.Baseline.Cause ?? CallCauses.NotRun)
            .ToDictionary(g => g.Key, g => g.Count());

    private static bool Simulated(RunOutcome run, IReadOnlyList<ItemOutcome> items) =>
        run.Design.Simulated
        || items.Any(i =>
            new[] { i.Baseline, i.Again, i.Candidate }.Any(c => c is { Simulated: true } || c?.Results.Values.Any(r => r.Simulated) == true)
        );

    private static Dictionary<string, int> Exclusions(RunOutcome run, int analysed)
    {
        var exclusions = new Dictionary<string, int>(run.Exclusions);
        if (analysed < run.Items.Count)
            exclusions[ExclusionReasons.AfterBudget] = run.Items.Count - analysed;
        return exclusions;
    }
}
