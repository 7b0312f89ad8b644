namespace CozeLoop.Experiments.Statistics;

/// <summary>
/// The interval of a relative change mean(candidate) / mean(old) − 1 by clusters, after Fieller (1954): the changes r for which the
/// interval of candidate − (1 + r) · old holds zero.
/// </summary>
internal static class ClusterRatio
{
    /// <summary>Tenfold and beyond is no bound any more.</summary>
    private const double Most = 10;

    /// <param name="clusters">Of each cluster the mean of the old and of the new values.</param>
    /// <param name="widest">As <see cref="ClusterInterval.Of"/> takes it.</param>
    /// <returns>Null where the old mean is not above zero, or the change has no bound.</returns>
    public static Interval? Of(IReadOnlyList<(double Old, double New)> clusters, double widest, double level = 0.95)
    {
        if (clusters.Count < 2 || clusters.Average(c => c.Old) <= 0)
            return null;
        Interval? At(double change) =>
            ClusterInterval.Of([.. clusters.Select(c => c.New - (1 + change) * c.Old)], widest * Math.Max(1, 1 + change), level);
        if (At(Most) is not { High: < 0 })
            return null;
        double low = At(-1) is { Low: > 0 } ? Last(-1, r => At(r) is { Low: > 0 }) : -1;
        return new Interval(low, Last(low, r => At(r) is not { High: < 0 }));
    }

    /// <summary>The last change above <paramref name="from"/> for which a condition holds that holds there and not at the far
    /// end.</summary>
    private static double Last(double from, Func<double, bool> holds)
    {
        double to = Most;
        for (int i = 0; i < 60; i++)
        {
            double middle = (from + to) / 2;
            if (holds(middle))
                from = middle;
            else
                to = middle;
        }
        return from;
    }
}
