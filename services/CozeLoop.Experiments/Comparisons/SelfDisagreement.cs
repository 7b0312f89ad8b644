using CozeLoop.Contracts.Api;
using CozeLoop.Experiments.Statistics;

namespace CozeLoop.Experiments.Comparisons;

/// <summary>How often the old arm disagrees with itself: the discordance that no change at all produces. A rate, because the net difference
/// has mean zero.</summary>
internal static class SelfDisagreement
{
    /// <returns>Null where no item has both samples.</returns>
    public static DisagreementRate? Of(MetricData metric)
    {
        var twice = metric.Observations.Where(o => o.Baseline.Value is not null && o.Again?.Value is not null).ToArray();
        if (twice.Length == 0)
            return null;
        static double Differs(Observation o) => Math.Abs(o.Baseline.Value!.Value - o.Again!.Value.Value!.Value) > 1e-9 ? 1 : 0;
        int differing = twice.Count(o => Differs(o) > 0);
        var clusters = twice.GroupBy(o => o.Cluster, StringComparer.Ordinal).Select(c => c.Average(Differs)).ToArray();
        // Turns of one cluster are no independent trials: then the interval comes from the clusters.
        var exact = Binomial.ClopperPearson(differing, twice.Length);
        var interval =
            clusters.Length == twice.Length ? exact
            : ClusterT.Of(clusters) is { High: > 0 } t && t.High > t.Low ? new Interval(Math.Max(0, t.Low), Math.Min(1, t.High))
            : exact;
        double rate = clusters.Length == twice.Length ? (double)differing / twice.Length : clusters.Average();
        return new DisagreementRate(rate, interval.Low, interval.High, twice.Length, differing);
    }

    /// <summary>Mean distance of the two samples, in the metric's unit: for a yes/no metric the disagreement rate in points.</summary>
    public static double? NoiseFloor(MetricData metric)
    {
        double[] distances =
        [
            .. metric
                .Observations.Where(o => o.Baseline.Value is not null && o.Again?.Value is not null)
                .Select(o => Math.Abs(o.Baseline.Value!.Value - o.Again!.Value.Value!.Value)),
        ];
        return distances.Length == 0 ? null : distances.Average();
    }
}
