namespace CozeLoop.Experiments.Statistics;

/// <summary>
/// Two-sided sign-flip permutation test that the differences of independent clusters are symmetric about zero. Exact over all 2^k signs up
/// to <see cref="ExactLimit"/> non-zero clusters and for any number of one size, otherwise seeded draws with (hits+1)/(draws+1) (Phipson
/// and Smyth 2010). With one binary
/// pair a cluster it is the exact McNemar test.
/// </summary>
internal static class SignFlip
{
    public const int ExactLimit = 20;
    public const int Draws = 100_000;

    /// <summary>2^10 sums cost less than the draws do.</summary>
    private const int QuickLimit = 10;

    public static double PValue(IReadOnlyList<double> differences, int seed)
    {
        double[] moved = [.. differences.Where(d => d != 0)];
        if (moved.Length == 0)
            return 1;
        if (SignTest(moved) is { } exact)
            return exact;
        double bar = BarOf(moved);
        return moved.Length <= ExactLimit ? Exact(moved, bar) : Drawn(moved, bar, seed, Draws);
    }

    public static bool IsExact(IReadOnlyList<double> differences)
    {
        double[] moved = [.. differences.Where(d => d != 0)];
        return moved.Length <= ExactLimit || SignTest(moved) is not null;
    }

    /// <summary>Whether p ≤ <paramref name="alpha"/>, for thousands of tests in a row: exact where that is quick, else with as many draws
    /// as asked for, and without any where Hoeffding's inequality decides.</summary>
    public static bool Rejects(IReadOnlyList<double> differences, double alpha, int seed, int draws)
    {
        double[] moved = [.. differences.Where(d => d != 0)];
        if (moved.Length == 0)
            return false;
        if (SignTest(moved) is { } p)
            return p <= alpha;
        double observed = moved.Sum();
        if (observed * observed >= 2 * Math.Log(2 / alpha) * moved.Sum(d => d * d))
            return true;
        double bar = BarOf(moved);
        return (moved.Length <= QuickLimit ? Exact(moved, bar) : Drawn(moved, bar, seed, draws)) <= alpha;
    }

    /// <summary>Differences of one size make it the sign test, exact for any number of them; null for others.</summary>
    private static double? SignTest(double[] moved)
    {
        double size = Math.Abs(moved[0]);
        return moved.All(d => Math.Abs(Math.Abs(d) - size) < 1e-9 * size)
            ? McNemar.PValue(moved.Count(d => d > 0), moved.Count(d => d < 0))
            : null;
    }

    /// <summary>Sums that are equal on paper differ in the last bits by the order of addition; they must count as ties.</summary>
    private static double BarOf(double[] moved) => Math.Abs(moved.Sum()) - 1e-9 * moved.Sum(Math.Abs);

    /// <summary>Walks the signs in Gray-code order: each step flips one cluster.</summary>
    private static double Exact(double[] moved, double bar)
    {
        long all = 1L << moved.Length,
            hits = 0;
        double sum = moved.Sum();
        var sign = new double[moved.Length];
        Array.Fill(sign, 1);
        for (long step = 1; ; step++)
        {
            if (Math.Abs(sum) >= bar)
                hits++;
            if (step == all)
                return (double)hits / all;
            int flipped = System.Numerics.BitOperations.TrailingZeroCount(step);
            sum -= 2 * sign[flipped] * moved[flipped];
            sign[flipped] = -sign[flipped];
        }
    }

    private static double Drawn(double[] moved, double bar, int seed, int draws)
    {
        var random = new Random(seed);
        int hits = 0;
        for (int draw = 0; draw < draws; draw++)
        {
            double sum = 0;
            long bits = 0;
            for (int i = 0; i < moved.Length; i++)
            {
                if (i % 62 == 0)
                    bits = random.NextInt64();
                sum += (bits & 1) == 0 ? moved[i] : -moved[i];
                bits >>= 1;
            }
            if (Math.Abs(sum) >= bar)
                hits++;
        }
        return (hits + 1.0) / (draws + 1.0);
    }
}
