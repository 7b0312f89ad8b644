using CozeLoop.Contracts.Api;

namespace CozeLoop.Experiments.Comparisons;

/// <summary>One arm's value on one item, or why there is none.</summary>
internal readonly record struct ArmValue(double? Value, string? Cause)
{
    public static ArmValue Of(double value) => new(value, null);

    public static ArmValue Missing(string cause) => new(null, cause);
}

/// <summary>Both arms on one item, in the metric's unit.</summary>
/// <param name="Again">The old arm's second sample, where one was made.</param>
internal sealed record Observation(string Cluster, ArmValue Baseline, ArmValue Candidate, ArmValue? Again)
{
    public bool IsComplete => Baseline.Value is not null && Candidate.Value is not null;
    public double Difference => Candidate.Value!.Value - Baseline.Value!.Value;
}

/// <summary>A metric and its observations, in the seeded order of the items.</summary>
/// <param name="Unit"><c>points</c> (0-100, of a yes/no evaluator), <c>score</c>, <c>usd</c> or <c>ms</c>.</param>
/// <param name="Worst">The lowest value it can take.</param>
/// <param name="Best">The highest value it can take.</param>
internal sealed record MetricData(string Name, string Unit, string Kind, IReadOnlyList<Observation> Observations, double Worst, double Best)
{
    public bool LowerIsBetter => Unit is MetricUnits.Usd or MetricUnits.Ms;

    /// <summary>The complete pairs of each cluster.</summary>
    public Observation[][] Clusters() =>
        [.. Observations.Where(o => o.IsComplete).GroupBy(o => o.Cluster, StringComparer.Ordinal).Select(c => c.ToArray())];

    /// <summary>Width of its scale; infinite where it has no end.</summary>
    public double Width => Math.Abs(Best - Worst);

    /// <summary>The largest difference that there can be, or of a scale without an end the largest value that was seen.</summary>
    public double WidestDifference =>
        double.IsFinite(Width)
            ? Width
            : Observations.SelectMany(o => new[] { o.Baseline.Value, o.Candidate.Value }).Max(v => Math.Abs(v ?? 0));
}
