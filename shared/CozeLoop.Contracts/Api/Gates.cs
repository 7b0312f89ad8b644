namespace CozeLoop.Contracts.Api;

/// <summary>One condition of a replay's gates and what became of it.</summary>
public sealed record GateResult
{
    /// <summary>The condition as it was declared.</summary>
    public required string Gate { get; init; }

    /// <summary><c>met | notMet | inconclusive</c>.</summary>
    public required string Outcome { get; init; }

    /// <summary>What the condition bounds, candidate minus old, in <c>unit</c>; null where it cannot be estimated.</summary>
    public double? Difference { get; init; }

    /// <summary>Lower end of the 95 % interval, in <c>unit</c>; null where there is none.</summary>
    public double? Low { get; init; }

    /// <summary>Upper end of the 95 % interval, in <c>unit</c>; null where there is none.</summary>
    public double? High { get; init; }

    /// <summary><c>points | score | usd | ms</c>, or <c>%</c> of the old arm's value.</summary>
    public string Unit { get; init; } = "";

    /// <summary>Why it is inconclusive; null otherwise.</summary>
    public Notice? Reason { get; init; }
}
