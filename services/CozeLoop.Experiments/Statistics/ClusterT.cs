using MathNet.Numerics.Distributions;

namespace CozeLoop.Experiments.Statistics;

/// <summary>Student's interval of the mean of cluster means, k − 1 degrees of freedom: each cluster counts once, however many turns it
/// has.</summary>
internal static class ClusterT
{
    /// <returns>Null below two clusters: their spread is then unknown.</returns>
    public static Interval? Of(IReadOnlyList<double> clusterMeans, double level = 0.95)
    {
        int k = clusterMeans.Count;
        if (k < 2)
            return null;
        double mean = clusterMeans.Average();
        double variance = clusterMeans.Sum(d => (d - mean) * (d - mean)) / (k - 1);
        double half = StudentT.InvCDF(0, 1, k - 1, 1 - (1 - level) / 2) * Math.Sqrt(variance / k);
        return new Interval(mean - half, mean + half);
    }
}
