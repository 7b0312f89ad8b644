using CozeLoop.Experiments.Comparisons;

namespace CozeLoop.Experiments.Replays.Planning.Forecasting;

/// <summary>
/// How far a change's effect differs between clusters: the spread with which simulated runs vary from cluster to cluster as much as the
/// observed ones did (a method of moments). No formula stands in for the simulation, because on a yes/no scale an effect that differs
/// changes the variance of single answers too.
/// </summary>
internal static class EffectSpread
{
    private const int Simulated = 4_000;

    /// <param name="pilot">Of the same runs, without a spread.</param>
    /// <returns>A standard deviation in the metric's unit. It is cut off at 0 and so a little too large where there is none: a forecast may
    /// be too low by a point or two, rather than too high.</returns>
    public static double Of(IReadOnlyList<MetricData> runs, Pilot pilot, MetricScale scale)
    {
        var sizes = new List<int>();
        double squares = 0,
            effect = 0;
        int degrees = 0;
        foreach (var run in runs)
        {
            var clusters = run.Clusters();
            double[] means = [.. clusters.Select(c => c.Average(o => o.Difference))];
            if (means.Length < 2)
                continue;
            double mean = means.Average();
            squares += means.Sum(m => (m - mean) * (m - mean));
            effect += mean * (means.Length - 1);
            degrees += means.Length - 1;
            sizes.AddRange(clusters.Select(c => c.Length));
        }
        if (degrees == 0)
            return 0;
        double observed = squares / degrees;
        var shift = Shift.Of(effect / degrees, pilot, scale);
        double low = 0,
            high = scale.Width;
        if (Variance(sizes, shift, pilot) >= observed)
            return 0;
        for (int i = 0; i < 20; i++)
        {
            double middle = (low + high) / 2;
            (low, high) = Variance(sizes, shift, pilot with { Lean = middle }) < observed ? (middle, high) : (low, middle);
        }
        return (low + high) / 2;
    }

    private static double Variance(List<int> sizes, Shift shift, Pilot pilot)
    {
        // The same draws for every spread, so that the variance rises with it.
        var random = new Random(1);
        double[] means = [.. Enumerable.Range(0, Simulated).Select(i => pilot.Draw(sizes[i % sizes.Count], shift, random) ?? 0)];
        double mean = means.Average();
        return means.Average(m => (m - mean) * (m - mean));
    }
}
