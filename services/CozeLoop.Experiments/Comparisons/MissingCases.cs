namespace CozeLoop.Experiments.Comparisons;

/// <summary>The verdict if everything missing had gone against, or for, the candidate (Manski 1989): a verdict that either would change is
/// no verdict.</summary>
internal sealed record MissingCases(string Worst, string Best)
{
    public static MissingCases Of(MetricData metric, double margin, int seed, PairedAnalysis seen)
    {
        if (metric.Observations.All(o => o.IsComplete))
            return new MissingCases(seen.Decide(metric.LowerIsBetter, margin), seen.Decide(metric.LowerIsBetter, margin));
        string Verdict(double baseline, double candidate) =>
            PairedAnalysis
                .Of(metric with { Observations = [.. metric.Observations.Select(o => Filled(o, baseline, candidate))] }, seed)
                .Decide(metric.LowerIsBetter, margin);
        return new MissingCases(Verdict(metric.Best, metric.Worst), Verdict(metric.Worst, metric.Best));
    }

    private static Observation Filled(Observation o, double baseline, double candidate) =>
        o with
        {
            Baseline = ArmValue.Of(o.Baseline.Value ?? baseline),
            Candidate = ArmValue.Of(o.Candidate.Value ?? candidate),
        };
}
