namespace CozeLoop.Experiments.Statistics;

/// <summary>Holm's step-down adjustment (1979): the chance of any false alarm among the tests stays below the level.</summary>
internal static class Holm
{
    /// <returns>Adjusted p values, in the order given.</returns>
    public static double[] Adjust(IReadOnlyList<double> p)
    {
        int[] order = [.. Enumerable.Range(0, p.Count).OrderBy(i => p[i])];
        var adjusted = new double[p.Count];
        double highest = 0;
        for (int rank = 0; rank < order.Length; rank++)
        {
            highest = Math.Max(highest, Math.Min(1, (p.Count - rank) * p[order[rank]]));
            adjusted[order[rank]] = highest;
        }
        return adjusted;
    }
}
