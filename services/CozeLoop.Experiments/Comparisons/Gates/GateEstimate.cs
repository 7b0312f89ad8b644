using CozeLoop.Contracts.Api;
using CozeLoop.Experiments.Statistics;

namespace CozeLoop.Experiments.Comparisons.Gates;

/// <summary>What a condition bounds: candidate − old, in the metric's unit or as a share of the old value.</summary>
/// <param name="Interval">95 %; null where there is none.</param>
/// <param name="WhyNone">Why there is none, as one of <see cref="VerdictReasons"/>.</param>
internal sealed record GateEstimate(double? Value, Interval? Interval, string? WhyNone = null)
{
    /// <summary>With fewer independent groups no test reaches p ≤ 0.05, and nothing stands behind an interval.</summary>
    public const int FewestClusters = PairedAnalysis.FewestDiscordant;

    public static GateEstimate Of(MetricData metric, bool p95, bool relative, int seed)
    {
        (double Old, double New)[][] clusters =
        [
            .. metric.Clusters().Select(c => c.Select(o => (o.Baseline.Value!.Value, o.Candidate.Value!.Value)).ToArray()),
        ];
        if (clusters.Length == 0)
            return new GateEstimate(null, null, VerdictReasons.NoCompletePairs);
        if (p95)
            return OfQuantile(clusters, relative, seed);
        (double Old, double New)[] means = [.. clusters.Select(c => (c.Average(p => p.Old), c.Average(p => p.New)))];
        double old = means.Average(m => m.Old),
            difference = means.Average(m => m.New) - old;
        var interval = relative
            ? ClusterRatio.Of(means, metric.WidestDifference)
            : ClusterInterval.Of([.. means.Select(m => m.New - m.Old)], metric.WidestDifference)?.Within(metric.Width);
        double? value =
            !relative ? difference
            : old > 0 ? difference / old
            : null;
        return clusters.Length < FewestClusters ? new GateEstimate(value, interval, VerdictReasons.TooFewClusters)
            : interval is null ? new GateEstimate(value, null, VerdictReasons.NoInterval)
            : new GateEstimate(value, interval);
    }

    private static GateEstimate OfQuantile((double, double)[][] clusters, bool relative, int seed)
    {
        var (value, interval) = new ClusterQuantile(clusters).Of((old, @new) => relative ? @new / old - 1 : @new - old, seed);
        if (!double.IsFinite(value) || !double.IsFinite(interval.Low) || !double.IsFinite(interval.High))
            return new GateEstimate(null, null, VerdictReasons.NoInterval);
        return clusters.Length < ClusterQuantile.FewestClusters
            ? new GateEstimate(value, null, VerdictReasons.TooFewForPercentile)
            : new GateEstimate(value, interval);
    }
}
