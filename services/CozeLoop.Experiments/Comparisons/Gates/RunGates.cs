using CozeLoop.Contracts.Api;
using CozeLoop.Contracts.Gates;

namespace CozeLoop.Experiments.Comparisons.Gates;

/// <summary>What a run's gates say, and what it decides: one rule for page, report, exit code and promotion.</summary>
internal static class RunGates
{
    public static GateResult[] Read(
        RunOutcome run,
        IReadOnlyList<MetricData> metrics,
        MetricData? primary,
        VerdictReading verdict,
        bool simulated,
        int seed
    )
    {
        VerdictReading VerdictOf(string? name)
        {
            var metric = metrics.FirstOrDefault(m => m.Name == name);
            if (metric is null || metric == primary)
                return verdict;
            var analysis = PairedAnalysis.Of(metric, seed);
            return VerdictReading.Of(run, metric, analysis, MissingCases.Of(metric, 0, seed, analysis), margin: 0);
        }
        string? blocked =
            simulated ? VerdictReasons.SimulatedNeverPasses
            : run.Design.RerunsBaseline ? null
            : VerdictReasons.RecordedBaseline;
        var gates = new GateReading(run, name => metrics.FirstOrDefault(m => m.Name == name), VerdictOf, blocked, seed);
        return [.. run.Design.Gates.SelectMany(text => Gate.Parse(text)?.Terms ?? []).Select(gates.Read)];
    }

    /// <returns>One of <see cref="Decisions"/>; what was simulated never passes.</returns>
    public static string Decide(string verdict, IReadOnlyList<GateResult> gates, bool simulated)
    {
        string decision =
            gates.Any(g => g.Outcome == GateOutcomes.NotMet) ? Decisions.Fail
            : gates.Any(g => g.Outcome == GateOutcomes.Inconclusive) ? Decisions.Inconclusive
            : gates.Count > 0 || verdict == Verdicts.Better ? Decisions.Pass
            : verdict == Verdicts.Worse ? Decisions.Fail
            : verdict == Verdicts.Inconclusive ? Decisions.Inconclusive
            : Decisions.None;
        return simulated && decision == Decisions.Pass ? Decisions.Inconclusive : decision;
    }
}
