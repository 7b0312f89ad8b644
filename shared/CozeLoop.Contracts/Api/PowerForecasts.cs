namespace CozeLoop.Contracts.Api;

/// <summary>
/// What a run of this sample can show on its primary metric: simulated with the rule of the verdict itself, on the sample's group sizes and
/// with what the metric is known to differ when nothing has changed.
/// </summary>
public sealed record PowerForecast
{
    /// <summary><c>points</c> (percentage points) | <c>score</c>: the unit of the effects here.</summary>
    public required string Unit { get; init; }

    /// <summary>Smallest improvement that 80 % of such runs would find, in <c>unit</c>; null where not even the largest possible one
    /// is.</summary>
    public double? MinimalDetectableEffect { get; init; }

    /// <summary>The largest improvement that the metric's scale leaves above the old version, in <c>unit</c>.</summary>
    public double MostEffect { get; init; }

    /// <summary>The improvement that the run should find, in <c>unit</c>; null where none was named.</summary>
    public double? WantedEffect { get; init; }

    /// <summary>Share of such runs that would find the wanted effect, 0 to 1; null where none was named.</summary>
    public double? Power { get; init; }

    /// <summary>Number of groups like these with which 80 % of runs find the wanted effect; null where no sample does.</summary>
    public int? ClustersNeeded { get; init; }

    /// <summary>Number of items in that many groups.</summary>
    public int? ItemsNeeded { get; init; }

    /// <summary>What the calls of that many items would cost, in US dollars; null where a price is unknown.</summary>
    public decimal? CostNeededUsd { get; init; }

    /// <summary>How long that many items would take, in seconds; null where no duration was recorded.</summary>
    public double? SecondsNeeded { get; init; }

    /// <summary>Share of items on which the old version is taken to disagree with itself, 0 to 1.</summary>
    public double Disagreement { get; init; }

    /// <summary>Share of items that are expected to have no score in one of the arms, 0 to 1.</summary>
    public double MissingShare { get; init; }

    /// <summary>The old version's mean in the run that this was learned from, in <c>unit</c>; null where nothing is known.</summary>
    public double? BaselineMean { get; init; }

    /// <summary>The replay of this metric that the figures were learned from; null where there was none and usual values stand
    /// in.</summary>
    public string? LearnedFrom { get; init; }
}
