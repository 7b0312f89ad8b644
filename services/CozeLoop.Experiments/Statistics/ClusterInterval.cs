using MathNet.Numerics.Distributions;

namespace CozeLoop.Experiments.Statistics;

/// <summary>
/// The interval of a mean difference of independent clusters that holds its level with few clusters and rare events. Student's interval of
/// the clusters' means, and never narrower than with z² pseudo-clusters beside them, as large as the differences seen (Agresti and Coull
/// 1998 do so for one proportion): where nothing differs, Student's interval has no width at all, though a difference that strikes one
/// cluster in k would hardly have been seen. With none seen it is Wilson's z²/(k + z²) wide to each side. Its coverage is measured in
/// CoverageTests and told in docs/replay.md.
/// </summary>
internal static class ClusterInterval
{
    /// <param name="differences">Of each cluster the mean difference, in the metric's unit.</param>
    /// <param name="widest">The largest difference that there can be (the width of the metric's scale), or was seen where the scale has no
    /// end; 0 where it is not known.</param>
    /// <returns>Null below two clusters, and where the spread would be taken for nothing: an interval of zero width claims to know the
    /// difference exactly.</returns>
    public static Interval? Of(IReadOnlyList<double> differences, double widest, double level = 0.95)
    {
        int k = differences.Count;
        if (k < 2)
            return null;
        double mean = differences.Average(),
            spread = differences.Sum(d => (d - mean) * (d - mean));
        double z = Normal.TwoSided(level),
            pseudo = z * z;
        // One of the widest kind stands among those seen, so that the first few cannot pass for all there are.
        double square = (widest * widest + differences.Sum(d => d * d)) / (1 + differences.Count(d => d != 0));
        double seen = Student(k - 1, level) * Math.Sqrt(spread / (k * (k - 1.0))),
            unseen = Student(k - 1 + pseudo, level) * Math.Sqrt((spread + pseudo * square) / ((k + pseudo) * (k - 1 + pseudo)));
        double half = Math.Max(seen, unseen);
        return half > 0 ? new Interval(mean - half, mean + half) : null;
    }

    private static double Student(double degrees, double level) => StudentT.InvCDF(0, 1, degrees, 1 - (1 - level) / 2);
}
