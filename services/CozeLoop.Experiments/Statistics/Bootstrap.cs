namespace CozeLoop.Experiments.Statistics;

/// <summary>A BCa interval with what made it, so that a reader can check it.</summary>
/// <param name="Bias">z0.</param>
/// <param name="Acceleration">a.</param>
/// <param name="LowLevel">Share of the bootstrap distribution below the lower end.</param>
/// <param name="HighLevel">Share below the upper end.</param>
internal sealed record BcaInterval(
    Interval Interval,
    double Bias,
    double Acceleration,
    double LowLevel,
    double HighLevel,
    double StandardError
);

/// <summary>
/// Bias-corrected and accelerated bootstrap (Efron 1987) of a statistic of independent units. Units are clusters: the jackknife leaves
/// out whole clusters and resampling draws whole clusters, so that correlated turns do not pass as independent ones.
/// </summary>
internal static class Bootstrap
{
    /// <summary>Every one of the k^k resamples. For small k: 6^6 is 46,656.</summary>
    /// <exception cref="ArgumentOutOfRangeException">More than 7 units.</exception>
    public static BcaInterval Exhaustive<T>(IReadOnlyList<T> units, Func<IReadOnlyList<T>, double> statistic, double level = 0.95)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(units.Count, 7);
        int k = units.Count,
            count = (int)Math.Pow(k, k);
        var replicates = new double[count];
        var drawn = new T[k];
        for (int code = 0; code < count; code++)
        {
            int rest = code;
            for (int i = 0; i < k; i++, rest /= k)
                drawn[i] = units[rest % k];
            replicates[code] = statistic(drawn);
        }
        return Bca(units, statistic, replicates, level);
    }

    /// <summary>Seeded resamples; 10,000 settle the ends to about a tenth of a standard error.</summary>
    public static BcaInterval Drawn<T>(
        IReadOnlyList<T> units,
        Func<IReadOnlyList<T>, double> statistic,
        int seed,
        int resamples = 10_000,
        double level = 0.95
    )
    {
        var random = new Random(seed);
        var replicates = new double[resamples];
        var drawn = new T[units.Count];
        for (int r = 0; r < resamples; r++)
        {
            for (int i = 0; i < drawn.Length; i++)
                drawn[i] = units[random.Next(units.Count)];
            replicates[r] = statistic(drawn);
        }
        return Bca(units, statistic, replicates, level);
    }

    /// <summary>Mean over all values of the drawn clusters: a cluster weighs by its turns.</summary>
    public static double TurnWeightedMean(IReadOnlyList<IReadOnlyList<double>> clusters) =>
        clusters.Sum(c => c.Sum()) / clusters.Sum(c => c.Count);

    private static BcaInterval Bca<T>(IReadOnlyList<T> units, Func<IReadOnlyList<T>, double> statistic, double[] replicates, double level)
    {
        double estimate = statistic(units);
        Array.Sort(replicates);
        double tolerance = 1e-9 * (1 + Math.Abs(estimate));
        double below = replicates.Count(r => r < estimate - tolerance),
            ties = replicates.Count(r => Math.Abs(r - estimate) <= tolerance);
        // Half the ties count as below: a discrete statistic would otherwise look biased.
        double bias = Normal.Quantile(Math.Clamp((below + ties / 2) / replicates.Length, 1e-9, 1 - 1e-9));
        double acceleration = Acceleration(units, statistic);
        double low = Level(bias, acceleration, Normal.Quantile((1 - level) / 2));
        double high = Level(bias, acceleration, Normal.Quantile(1 - (1 - level) / 2));
        double mean = replicates.Average(),
            error = Math.Sqrt(replicates.Average(r => (r - mean) * (r - mean)));
        return new BcaInterval(new Interval(Quantile(replicates, low), Quantile(replicates, high)), bias, acceleration, low, high, error);
    }

    private static double Acceleration<T>(IReadOnlyList<T> units, Func<IReadOnlyList<T>, double> statistic)
    {
        double[] leftOut = [.. units.Select((_, i) => statistic([.. units.Where((_, j) => j != i)]))];
        double mean = leftOut.Average();
        double squares = leftOut.Sum(v => (mean - v) * (mean - v)),
            cubes = leftOut.Sum(v => Math.Pow(mean - v, 3));
        return squares <= 1e-300 ? 0 : cubes / (6 * Math.Pow(squares, 1.5));
    }

    private static double Level(double bias, double acceleration, double z) =>
        Normal.Cumulative(bias + (bias + z) / (1 - acceleration * (bias + z)));

    private static double Quantile(double[] sorted, double level) =>
        sorted[Math.Clamp((int)Math.Ceiling(level * sorted.Length) - 1, 0, sorted.Length - 1)];
}
