namespace CozeLoop.Experiments.Comparisons;

/// <summary>The verdict if everything missing had gone against, or for, the candidate (Manski 1989): a verdict that either would change is
/// no verdict.</summary>
internal sealed record MissingCases(string Worst, string Best)
{
    public static MissingCases Of(MetricData metric, double margin, int seed, PairedAnalysis seen)
    {
        string Decide(PairedAnalysis analysis) => analysis.Decide(metric.LowerIsBetter, margin);
        if (metric.Observations.All(o => o.IsComplete))
            return new MissingCases(Decide(seen), Decide(seen));
        var (against, inFavour) = (AgainstCandidate(metric), InFavour(metric));
        return new MissingCases(Decide(PairedAnalysis.Of(against, seed)), Decide(PairedAnalysis.Of(inFavour, seed)));
    }

    /// <summary>The metric with what is missing at the ends of its scale, against the candidate and for it.</summary>
    public static IEnumerable<MetricData> Filled(MetricData metric) => [AgainstCandidate(metric), InFavour(metric)];

    private static MetricData AgainstCandidate(MetricData metric) => Filled(metric, metric.Best, metric.Worst);

    private static MetricData InFavour(MetricData metric) => Filled(metric, metric.Worst, metric.Best);

    private static MetricData Filled(MetricData metric, double baseline, double candidate) =>
        metric with
        {
            Observations =
            [
                .. metric.Observations.Select(o =>
                    o with
                    {
                        Baseline = ArmValue.Of(o.Baseline.Value ?? baseline),
                        Candidate = ArmValue.Of(o.Candidate.Value ?? candidate),
                    }
                ),
            ],
        };
}
