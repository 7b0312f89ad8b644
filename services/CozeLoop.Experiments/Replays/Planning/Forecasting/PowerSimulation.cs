using CozeLoop.Contracts.Api;
using CozeLoop.Experiments.Comparisons;
using CozeLoop.Experiments.Statistics;

namespace CozeLoop.Experiments.Replays.Planning.Forecasting;

/// <summary>
/// How often a run of a given size would find an effect: simulated with <see cref="DecisionRule"/> itself, on the sample's own cluster
/// sizes, from what the metric is known to do. Both arms of an item draw the two answers of an item of the pilot, and the candidate's then
/// moves up as far as the effect says, more or less by cluster as earlier effects did.
/// </summary>
/// <param name="sizes">Items of each cluster.</param>
/// <param name="margin">Of the verdict, in the metric's unit.</param>
internal sealed class PowerSimulation(IReadOnlyList<int> sizes, Pilot pilot, MetricScale scale, double margin, int seed)
{
    /// <summary>Items drawn for one figure: bounds the time that a plan takes, at the price of fewer simulated runs of a large
    /// sample.</summary>
    private const long MostItems = 40_000_000;
    private const int FewestRuns = 500;

    /// <summary>Draws of the test in a simulated run, where the real one has 100,000: its p then wavers by half a point about 0.05, which
    /// turns as many runs one way as the other.</summary>
    private const int Draws = 2_000;

    /// <summary>Drawn to know a mean difference to half a point.</summary>
    private const int Clusters = 8_000;

    /// <summary>The largest mean rise that the scale leaves above the old version.</summary>
    public double MostEffect => scale.Best - pilot.Mean;

    /// <param name="effect">Mean difference candidate − old in the metric's unit, above 0 and at most <see cref="MostEffect"/>.</param>
    /// <param name="runs">Simulated, at most; fewer where the sample is large.</param>
    /// <returns>Share of runs with the verdict better, 0..1.</returns>
    public double PowerOf(double effect, int runs, CancellationToken ct)
    {
        long items = sizes.Sum(s => (long)s);
        int affordable = (int)Math.Clamp(MostItems / Math.Max(1, items), FewestRuns, runs);
        var shift = ShiftOf(effect);
        int found = 0;
        Parallel.For(
            0,
            affordable,
            new ParallelOptions { CancellationToken = ct },
            () => 0,
            (run, _, sum) => sum + (IsFound(run, shift) ? 1 : 0),
            sum => Interlocked.Add(ref found, sum)
        );
        return (double)found / affordable;
    }

    /// <summary>Where effects differ by cluster, the ends of the scale cut some of them off: the shift is as large as makes the mean
    /// difference the effect that was asked for.</summary>
    private Shift ShiftOf(double effect)
    {
        if (pilot.Lean == 0)
            return Shift.Of(effect, pilot, scale);
        double MeanOf(double asked)
        {
            var random = new Random(1);
            var shift = Shift.Of(asked, pilot, scale);
            return Enumerable.Range(0, Clusters).Average(i => pilot.Draw(sizes[i % sizes.Count], shift, random) ?? 0);
        }
        double low = 0,
            high = 4 * scale.Width;
        for (int i = 0; i < 20; i++)
        {
            double middle = (low + high) / 2;
            (low, high) = MeanOf(middle) < effect ? (middle, high) : (low, middle);
        }
        return Shift.Of((low + high) / 2, pilot, scale);
    }

    private bool IsFound(int run, Shift shift)
    {
        // A generator for each run: the same draws for every effect, so that power rises with it and a search finds one answer.
        var random = new Random(unchecked(seed * 16777619 + run * 668265263));
        var differences = new List<double>(sizes.Count);
        foreach (int size in sizes)
        {
            if (pilot.Draw(size, shift, random) is { } difference)
                differences.Add(difference);
        }
        return IsBetter(differences, run) && (pilot.MissingShare == 0 || SurvivesMissing(differences, run));
    }

    private bool IsBetter(IReadOnlyList<double> differences, int run) =>
        DecisionRule.Decide(
            differences.Count(d => d != 0),
            ClusterInterval.Of(differences, scale.Width),
            () => SignFlip.Rejects(differences, PairedAnalysis.Alpha, run, Draws),
            lowerIsBetter: false,
            margin
        ) == Verdicts.Better;

    /// <summary>Each cluster loses what the missing share of its items would take at worst: a bound in one step, where the verdict fills
    /// item by item.</summary>
    private bool SurvivesMissing(IReadOnlyList<double> differences, int run)
    {
        double share = pilot.MissingShare;
        return IsBetter([.. differences.Select(d => (1 - share) * d - share * scale.Width)], run);
    }
}
