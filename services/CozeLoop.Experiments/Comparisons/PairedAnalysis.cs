using CozeLoop.Experiments.Statistics;

namespace CozeLoop.Experiments.Comparisons;

/// <summary>
/// The paired analysis of one metric: per cluster the mean difference candidate − baseline, each cluster counted once; a sign-flip test and
/// an interval on these. Pairs with a missing side are left out and bounded elsewhere.
/// </summary>
internal sealed record PairedAnalysis
{
    /// <summary>Fewer clusters that differ cannot reach p ≤ 0.05 with a two-sided exact test (2/2⁵ = 0.0625).</summary>
    public const int FewestDiscordant = 6;
    public const double Alpha = 0.05;

    private Lazy<double> _p = new(1.0);

    public required int Pairs { get; init; }
    public required int Clusters { get; init; }
    public required int Discordant { get; init; }
    public required int Wins { get; init; }
    public required int Losses { get; init; }
    public int Ties => Pairs - Wins - Losses;
    public double? Baseline { get; init; }
    public double? Candidate { get; init; }
    public double? Difference { get; init; }
    public Interval? Interval { get; init; }

    /// <summary>Of the test; drawn only when it is asked for.</summary>
    public double P => _p.Value;
    public string Method { get; init; } = "";

    /// <param name="level">Of the interval.</param>
    /// <param name="seed">For the draws of the test, beyond 20 clusters that differ.</param>
    public static PairedAnalysis Of(MetricData metric, int seed, double level = 0.95)
    {
        var clusters = metric.Clusters();
        Observation[] pairs = [.. clusters.SelectMany(c => c)];
        double[] differences = [.. clusters.Select(c => Exactly(c.Average(o => o.Difference)))];
        double direction = metric.LowerIsBetter ? -1 : 1;
        var counted = new PairedAnalysis
        {
            Pairs = pairs.Length,
            Clusters = clusters.Length,
            Discordant = differences.Count(d => d != 0),
            Wins = pairs.Count(o => direction * o.Difference > 0),
            Losses = pairs.Count(o => direction * o.Difference < 0),
        };
        if (pairs.Length == 0)
            return counted;
        return counted with
        {
            Baseline = clusters.Average(c => c.Average(o => o.Baseline.Value!.Value)),
            Candidate = clusters.Average(c => c.Average(o => o.Candidate.Value!.Value)),
            Difference = differences.Average(),
            Interval = ClusterInterval.Of(differences, metric.WidestDifference, level)?.Within(metric.Width),
            _p = new Lazy<double>(() => SignFlip.PValue(differences, seed)),
            Method = $"sign flip ({(SignFlip.IsExact(differences) ? "exact" : "100,000 draws")}), cluster t with unseen events",
        };
    }

    /// <param name="margin">Differences within ± margin count as none; in the metric's unit.</param>
    public string Decide(bool lowerIsBetter, double margin, double? adjustedP = null) =>
        DecisionRule.Decide(Discordant, Interval, () => (adjustedP ?? P) <= Alpha, lowerIsBetter, margin);

    /// <summary>Means such as (1 − 1 + 0)/3 must be exactly zero to count as no difference.</summary>
    private static double Exactly(double mean) => Math.Abs(mean) < 1e-12 ? 0 : mean;
}
