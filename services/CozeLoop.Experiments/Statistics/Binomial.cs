using MathNet.Numerics;

namespace CozeLoop.Experiments.Statistics;

/// <summary>Exact binomial probabilities and intervals of one proportion.</summary>
internal static class Binomial
{
    /// <summary>P(X = k) for X ~ Bin(n, p). 0 outside 0..n.</summary>
    public static double Probability(int k, int n, double p)
    {
        if (k < 0 || k > n)
            return 0;
        if (p <= 0)
            return k == 0 ? 1 : 0;
        if (p >= 1)
            return k == n ? 1 : 0;
        return Math.Exp(SpecialFunctions.BinomialLn(n, k) + k * Math.Log(p) + (n - k) * Math.Log(1 - p));
    }

    /// <summary>Wilson's score interval of k of n (Wilson 1927); [0, 1] where n is 0.</summary>
    public static Interval Wilson(double k, double n, double level = 0.95)
    {
        if (n <= 0)
            return new Interval(0, 1);
        double z = Normal.TwoSided(level),
            share = k / n,
            z2 = z * z;
        double centre = (share + z2 / (2 * n)) / (1 + z2 / n);
        double half = z / (1 + z2 / n) * Math.Sqrt(share * (1 - share) / n + z2 / (4 * n * n));
        // At 0 and n the bound is exact; rounding must not push it past the estimate.
        return new Interval(k <= 0 ? 0 : Math.Max(0, centre - half), k >= n ? 1 : Math.Min(1, centre + half));
    }

    /// <summary>The exact interval of k of n (Clopper and Pearson 1934): covers at least <paramref name="level"/>, often more.</summary>
    public static Interval ClopperPearson(int k, int n, double level = 0.95)
    {
        if (n <= 0)
            return new Interval(0, 1);
        double tail = (1 - level) / 2;
        double low = k == 0 ? 0 : MathNet.Numerics.Distributions.Beta.InvCDF(k, n - k + 1, tail);
        double high = k == n ? 1 : MathNet.Numerics.Distributions.Beta.InvCDF(k + 1, n - k, 1 - tail);
        return new Interval(low, high);
    }
}
