namespace CozeLoop.Experiments.Statistics;

/// <summary>
/// The 95th percentiles of two arms and the interval of what a reader makes of the two, by a percentile bootstrap of whole clusters (Efron
/// and Tibshirani 1993, 13.3). Each cluster weighs alike, whatever its size.
/// </summary>
internal sealed class ClusterQuantile
{
    public const double Level = 0.95;

    /// <summary>Below about 72 independent values the largest of them is no upper bound of a 95th percentile (0.95^72 = 0.025).</summary>
    public const int FewestClusters = 100;

    private const int Resamples = 2_000;
    private readonly (double Value, int Cluster)[] _old,
        _new;
    private readonly int[] _sizes;

    /// <param name="clusters">Of each cluster its pairs.</param>
    public ClusterQuantile(IReadOnlyList<IReadOnlyList<(double Old, double New)>> clusters)
    {
        _sizes = [.. clusters.Select(c => c.Count)];
        _old = [.. clusters.SelectMany((pairs, c) => pairs.Select(p => (p.Old, c))).OrderBy(x => x.Old)];
        _new = [.. clusters.SelectMany((pairs, c) => pairs.Select(p => (p.New, c))).OrderBy(x => x.New)];
    }

    /// <param name="read">What is asked of the old and the new percentile: their difference, or their ratio.</param>
    public (double Value, Interval Interval) Of(Func<double, double, double> read, int seed)
    {
        int k = _sizes.Length;
        var times = new int[k];
        Array.Fill(times, 1);
        double value = Read(read, times);
        var random = new Random(seed);
        var replicates = new double[Resamples];
        for (int r = 0; r < Resamples; r++)
        {
            Array.Clear(times);
            for (int i = 0; i < k; i++)
                times[random.Next(k)]++;
            replicates[r] = Read(read, times);
        }
        Array.Sort(replicates);
        return (value, new Interval(replicates[(int)(0.025 * Resamples) - 1], replicates[(int)(0.975 * Resamples)]));
    }

    private double Read(Func<double, double, double> read, int[] times) => read(Quantile(_old, times), Quantile(_new, times));

    private double Quantile((double Value, int Cluster)[] sorted, int[] times)
    {
        double left = Level * times.Sum() - 1e-9;
        foreach (var (value, cluster) in sorted)
        {
            left -= (double)times[cluster] / _sizes[cluster];
            if (left <= 0)
                return value;
        }
        return sorted[^1].Value;
    }
}
