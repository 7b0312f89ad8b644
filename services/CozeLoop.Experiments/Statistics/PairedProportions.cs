namespace CozeLoop.Experiments.Statistics;

/// <summary>Intervals for the difference of two paired proportions.</summary>
internal static class PairedProportions
{
    /// <summary>
    /// Tango's score interval (Statistics in Medicine 17, 1998): the differences that its score test does not reject, found by bisection.
    /// </summary>
    /// <param name="wins">Pairs where only the candidate holds.</param>
    /// <param name="losses">Pairs where only the baseline holds.</param>
    /// <param name="pairs">All pairs, at least 1.</param>
    public static Interval Tango(int wins, int losses, int pairs, double level = 0.95)
    {
        double z = Normal.TwoSided(level),
            estimate = (double)(wins - losses) / pairs;
        return new Interval(
            Bisect(-1, estimate, delta => TangoScore(wins, losses, pairs, delta) > z),
            Bisect(estimate, 1, delta => TangoScore(wins, losses, pairs, delta) >= -z)
        );
    }

    /// <summary>
    /// Newcombe's method 10 (Statistics in Medicine 17, 1998): Wilson intervals of both proportions, joined with a continuity-corrected
    /// correlation.
    /// </summary>
    /// <param name="both">Pairs where both hold (a).</param>
    /// <param name="wins">Only the first (b).</param>
    /// <param name="losses">Only the second (c).</param>
    /// <param name="neither">Neither (d).</param>
    public static Interval Newcombe10(int both, int wins, int losses, int neither, double level = 0.95)
    {
        double n = both + wins + losses + neither;
        double first = (both + wins) / n,
            second = (both + losses) / n,
            estimate = first - second;
        var one = Binomial.Wilson(both + wins, n, level);
        var two = Binomial.Wilson(both + losses, n, level);
        double phi = Correlation(both, wins, losses, neither);
        double below = Joined(first - one.Low, two.High - second, phi);
        double above = Joined(one.High - first, second - two.Low, phi);
        return new Interval(estimate - below, estimate + above);
    }

    /// <summary>(b − c − nδ) over its standard error with the proportions restricted to difference δ. Falls as δ rises.</summary>
    private static double TangoScore(double b, double c, double n, double delta)
    {
        double linear = -b - c + (2 * n - b + c) * delta;
        double constant = -c * delta * (1 - delta);
        double root = Math.Sqrt(Math.Max(0, linear * linear - 8 * n * constant));
        double restricted = Math.Max(0, (root - linear) / (4 * n));
        double variance = n * (2 * restricted + delta * (1 - delta));
        double excess = b - c - n * delta;
        if (variance <= 1e-15)
            return Math.Abs(excess) < 1e-9 ? 0
                : excess > 0 ? double.PositiveInfinity
                : double.NegativeInfinity;
        return excess / Math.Sqrt(variance);
    }

    /// <summary>Where a condition that holds at <paramref name="low"/> stops holding before <paramref name="high"/>.</summary>
    private static double Bisect(double low, double high, Func<double, bool> holds)
    {
        for (int i = 0; i < 100; i++)
        {
            double middle = (low + high) / 2;
            if (holds(middle))
                low = middle;
            else
                high = middle;
        }
        return (low + high) / 2;
    }

    private static double Correlation(double a, double b, double c, double d)
    {
        double margins = (a + b) * (c + d) * (a + c) * (b + d);
        if (margins == 0)
            return 0;
        double product = a * d - b * c,
            half = (a + b + c + d) / 2;
        double corrected =
            product > half ? product - half
            : product >= 0 ? 0
            : product;
        return corrected / Math.Sqrt(margins);
    }

    private static double Joined(double x, double y, double phi) => Math.Sqrt(Math.Max(0, x * x - 2 * phi * x * y + y * y));
}
