using CozeLoop.Contracts.Api;

namespace CozeLoop.Experiments.Replays.Planning.Forecasting;

/// <summary>What a run of this sample can show, and what it would take to show more.</summary>
internal sealed class Forecasts : IDisposable
{
    /// <summary>One at a time: a forecast takes every core for a second or two, and plans are made while others are being
    /// answered.</summary>
    private readonly SemaphoreSlim _turn = new(1);

    private const double WantedPower = 0.8;

    /// <summary>Simulated runs of a figure that is shown: a standard error of 0.6 points at 80 %.</summary>
    private const int ShownRuns = 4_000;

    /// <summary>Of each step of a search.</summary>
    private const int SearchRuns = 1_000;

    /// <summary>As many items as a replay may have.</summary>
    private const int MostItems = RequestRules.MaxSample;

    /// <param name="sizes">Items of each cluster.</param>
    /// <param name="wanted">The effect to find, in the metric's unit; null for none.</param>
    public async Task<PowerForecast> OfAsync(
        IReadOnlyList<int> sizes,
        Pilot pilot,
        MetricScale scale,
        double margin,
        double? wanted,
        int seed,
        CancellationToken ct
    )
    {
        await _turn.WaitAsync(ct);
        try
        {
            return await Task.Run(() => Of(sizes, pilot, scale, margin, wanted, seed, ct), ct);
        }
        finally
        {
            _turn.Release();
        }
    }

    public void Dispose() => _turn.Dispose();

    internal static PowerForecast Of(
        IReadOnlyList<int> sizes,
        Pilot pilot,
        MetricScale scale,
        double margin,
        double? wanted,
        int seed,
        CancellationToken ct
    )
    {
        var simulation = new PowerSimulation(sizes, pilot, scale, margin, seed);
        double most = simulation.MostEffect;
        bool possible = wanted is null || wanted <= most + 1e-9;
        double? power =
            wanted is not { } effect ? null
            : possible ? simulation.PowerOf(effect, ShownRuns, ct)
            : 0;
        int? needed =
            wanted is not { } want || !possible ? null
            : power >= WantedPower ? sizes.Count
            : ClustersFor(want, sizes, pilot, scale, margin, seed, ct);
        return new PowerForecast
        {
            Unit = scale.Unit,
            MinimalDetectableEffect = SmallestOf(simulation, most, scale, ct),
            MostEffect = Math.Max(0, most),
            WantedEffect = wanted,
            Power = power,
            ClustersNeeded = needed,
            ItemsNeeded = needed is { } clusters ? (int)Math.Ceiling(clusters * sizes.Average()) : null,
            Disagreement = pilot.Disagreement,
            MissingShare = pilot.MissingShare,
            BaselineMean = pilot.RunId is null ? null : pilot.Mean,
            LearnedFrom = pilot.RunId,
        };
    }

    /// <summary>The least effect that four of five runs find; null where not even the largest is found.</summary>
    private static double? SmallestOf(PowerSimulation simulation, double most, MetricScale scale, CancellationToken ct)
    {
        if (most <= 0 || simulation.PowerOf(most, SearchRuns, ct) < WantedPower)
            return null;
        double low = 0,
            high = most;
        while (high - low > 0.005 * scale.Width)
        {
            double middle = (low + high) / 2;
            if (simulation.PowerOf(middle, SearchRuns, ct) < WantedPower)
                low = middle;
            else
                high = middle;
        }
        return high;
    }

    /// <summary>How many clusters of these sizes find the effect four times of five; null where no sample that may be drawn does.</summary>
    private static int? ClustersFor(
        double effect,
        IReadOnlyList<int> sizes,
        Pilot pilot,
        MetricScale scale,
        double margin,
        int seed,
        CancellationToken ct
    )
    {
        bool Finds(int clusters) =>
            new PowerSimulation([.. Enumerable.Range(0, clusters).Select(i => sizes[i % sizes.Count])], pilot, scale, margin, seed).PowerOf(
                effect,
                SearchRuns,
                ct
            ) >= WantedPower;
        int most = (int)(MostItems / sizes.Average()),
            low = sizes.Count,
            high = Math.Min(most, 2 * low);
        while (high < most && !Finds(high))
            (low, high) = (high, Math.Min(most, 2 * high));
        if (high <= low || !Finds(high))
            return null;
        while (high - low > Math.Max(1, high / 50))
        {
            int middle = (low + high) / 2;
            (low, high) = Finds(middle) ? (low, middle) : (middle, high);
        }
        return high;
    }
}
