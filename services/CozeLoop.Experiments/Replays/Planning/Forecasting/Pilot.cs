using CozeLoop.Contracts.Api;
using CozeLoop.Experiments.Comparisons;
using CozeLoop.Experiments.Storage;
using MathNet.Numerics.Distributions;

namespace CozeLoop.Experiments.Replays.Planning.Forecasting;

/// <summary>
/// What is known of a metric before a run: how the old version scores, and how it differs from itself. The second run of the old version is
/// exactly that; another metric's numbers, or how often two versions differed, are not.
/// </summary>
/// <param name="Twice">Both scores of items that were answered twice, in the metric's unit.</param>
/// <param name="MissingShare">Share of items that had no score in one of the arms, 0..1.</param>
internal sealed record Pilot(IReadOnlyList<(double One, double Other)> Twice, double MissingShare, string? RunId)
{
    /// <summary>Fewer say nothing that a usual value would not say better.</summary>
    private const int FewestItems = 12;

    public double Mean => Twice.Average(t => (t.One + t.Other) / 2);

    /// <summary>Share of items on which the old version disagrees with itself.</summary>
    public double Disagreement => Twice.Average(t => Math.Abs(t.One - t.Other) > 1e-9 ? 1.0 : 0);

    /// <summary>
    /// How far the effect of a change differs from cluster to cluster, beyond what chance does: the standard deviation of what a cluster
    /// adds to the mean effect, in the metric's unit. Two answers of one version cannot show it; earlier candidates of the metric do.
    /// </summary>
    public double Lean { get; init; }

    /// <param name="runs">Of the metric, the last first.</param>
    /// <returns>Null where too little was answered twice.</returns>
    public static Pilot? Of(IReadOnlyList<MetricData> runs, MetricScale scale, string runId)
    {
        Observation[] all = [.. runs.SelectMany(r => r.Observations)];
        (double One, double Other)[] twice =
        [
            .. all.Where(o => o.Baseline.Value is not null && o.Again?.Value is not null)
                .Select(o => (o.Baseline.Value!.Value, o.Again!.Value.Value!.Value)),
        ];
        if (twice.Length < FewestItems)
            return null;
        double missing = all.Count(o => !o.IsComplete) / (double)all.Length;
        var pilot = new Pilot(twice, missing, runId);
        return pilot with { Lean = EffectSpread.Of(runs, pilot, scale) };
    }

    /// <summary>The mean difference of a simulated cluster: each item draws the two answers of one of the pilot's, in either order, and the
    /// second is moved by the effect.</summary>
    /// <returns>Null where all of it is missing.</returns>
    public double? Draw(int size, Shift shift, Random random)
    {
        double sum = 0,
            lean = Lean > 0 ? Normal.Sample(random, 0, Lean) : 0;
        int complete = 0;
        for (int i = 0; i < size; i++)
        {
            var (one, other) = Twice[random.Next(Twice.Count)];
            if ((random.Next() & 1) == 0)
                (one, other) = (other, one);
            double moved = shift.Apply(other, lean, random);
            if (MissingShare > 0 && random.NextDouble() < MissingShare)
                continue;
            sum += moved - one;
            complete++;
        }
        return complete == 0 ? null
            : Math.Abs(sum) < 1e-9 ? 0
            : sum / complete;
    }

    /// <summary>
    /// Where nothing is known: a yes/no metric that passes half the time and disagrees with itself on a quarter of the items; a score in
    /// the middle of its scale that differs from itself by a quarter of the scale (standard deviation). Both are near the dear end of what
    /// is seen, so that a forecast is rather too low than too high.
    /// </summary>
    public static Pilot Usual(MetricScale scale) =>
        new(
            scale.Binary
                ? [.. Repeat(3, (0, 0)), .. Repeat(3, (100, 100)), (0, 100), (100, 0)]
                : [.. Normals.Select(z => (scale.Middle, scale.Middle + z * scale.Width / 4))],
            0,
            RunId: null
        );

    private static IEnumerable<(double, double)> Repeat(int times, (double, double) pair) => Enumerable.Repeat(pair, times);

    // Ten deciles' middles of the standard normal distribution.
    private static readonly double[] Normals = [-1.645, -1.036, -0.674, -0.385, -0.126, 0.126, 0.385, 0.674, 1.036, 1.645];
}

/// <summary>The ends of a metric's scale, in its unit.</summary>
internal sealed record MetricScale(string Unit, double Worst, double Best)
{
    /// <summary>Of an evaluator whose scale is known; else one that runs over 0..1.</summary>
    public static MetricScale Of(PlannedEvaluator evaluator) =>
        evaluator.Scale is { } scale && !scale.YesNo ? new(MetricUnits.Score, scale.Low, scale.High) : new(MetricUnits.Points, 0, 100);

    public bool Binary => Unit == MetricUnits.Points;
    public double Width => Best - Worst;
    public double Middle => (Best + Worst) / 2;
}
