namespace CozeLoop.Experiments.Statistics;

/// <summary>Rank sums of the positive and the negative differences, tied sizes sharing their mean rank, and the two-sided p.</summary>
internal readonly record struct WilcoxonResult(double Positive, double Negative, double P);

/// <summary>Wilcoxon's signed-rank test (1945) with ties, zeros dropped or kept in the ranking (Pratt 1959).</summary>
internal static class Wilcoxon
{
    /// <summary>Exact over all sign assignments of the ranks seen, zeros dropped before ranking.</summary>
    public static WilcoxonResult Exact(IReadOnlyList<double> differences) => Exact(differences, pratt: false);

    /// <summary>Exact, zeros ranked and then left out (Pratt 1959).</summary>
    public static WilcoxonResult ExactPratt(IReadOnlyList<double> differences) => Exact(differences, pratt: true);

    /// <summary>Normal approximation with tie correction and without continuity correction, zeros dropped.</summary>
    public static WilcoxonResult Approximate(IReadOnlyList<double> differences)
    {
        var ranks = Ranks(differences, pratt: false);
        double positive = ranks.Where(r => r.Sign > 0).Sum(r => r.Rank),
            all = ranks.Sum(r => r.Rank);
        // Mid-ranks make the tie correction by themselves: the variance is a quarter of the sum of squared ranks.
        double variance = ranks.Sum(r => r.Rank * r.Rank) / 4;
        double p = variance == 0 ? 1 : 2 * Normal.Cumulative(-Math.Abs(positive - all / 2) / Math.Sqrt(variance));
        return new WilcoxonResult(positive, all - positive, p);
    }

    private static WilcoxonResult Exact(IReadOnlyList<double> differences, bool pratt)
    {
        var ranks = Ranks(differences, pratt);
        double positive = ranks.Where(r => r.Sign > 0).Sum(r => r.Rank),
            all = ranks.Sum(r => r.Rank);
        // Mid-ranks are halves, so doubled sums are whole numbers: count sign assignments by their doubled sum.
        int[] doubled = [.. ranks.Select(r => (int)Math.Round(2 * r.Rank))];
        var share = new double[doubled.Sum() + 1];
        share[0] = 1;
        int reached = 0;
        foreach (int rank in doubled)
        {
            reached += rank;
            for (int s = reached; s >= 0; s--)
                share[s] = 0.5 * (share[s] + (s >= rank ? share[s - rank] : 0));
        }
        int smaller = (int)Math.Round(2 * Math.Min(positive, all - positive));
        double tail = 0;
        for (int s = 0; s <= smaller; s++)
            tail += share[s];
        return new WilcoxonResult(positive, all - positive, Math.Min(1, 2 * tail));
    }

    private static List<(double Rank, int Sign)> Ranks(IReadOnlyList<double> differences, bool pratt)
    {
        double[] sorted = [.. differences.Where(d => pratt || d != 0).OrderBy(Math.Abs)];
        var ranks = new List<(double, int)>();
        for (int from = 0; from < sorted.Length; )
        {
            int to = from;
            while (to < sorted.Length && Math.Abs(sorted[to]) == Math.Abs(sorted[from]))
                to++;
            double rank = (from + 1 + to) / 2.0;
            for (int i = from; i < to; i++)
                if (sorted[i] != 0)
                    ranks.Add((rank, Math.Sign(sorted[i])));
            from = to;
        }
        return ranks;
    }
}
