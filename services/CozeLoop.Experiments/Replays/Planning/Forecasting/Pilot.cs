using CozeLoop.Contracts.Api;
using CozeLoop.Experiments.Comparisons;
using CozeLoop.Experiments.Storage;

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

    /// <returns>Null where too little was answered twice.</returns>
    public static Pilot? Of(MetricData metric, string runId)
    {
        (double, double)[] twice =
        [
            .. metric
                .Observations.Where(o => o.Baseline.Value is not null && o.Again?.Value is not null)
                .Select(o => (o.Baseline.Value!.Value, o.Again!.Value.Value!.Value)),
        ];
        double missing = metric.Observations.Count(o => !o.IsComplete) / (double)Math.Max(1, metric.Observations.Count);
        return twice.Length < FewestItems ? null : new Pilot(twice, missing, runId);
    }

    /// <summary>
    /// Where nothing is known: a yes/no metric that passes half the time and disagrees with itself on a quarter of the items; a score in
    /// the
    /// middle of its scale that differs from itself by a quarter of the scale (standard deviation). Both are near the dear end of what is
    /// seen, so that a forecast is rather too low than too high.
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
