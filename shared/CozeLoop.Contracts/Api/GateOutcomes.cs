namespace CozeLoop.Contracts.Api;

/// <summary>What became of a gate: <see cref="GateResult.Outcome"/>.</summary>
public static class GateOutcomes
{
    /// <summary>It holds, whatever chance and missing values may hide.</summary>
    public const string Met = "met";

    /// <summary>It is broken.</summary>
    public const string NotMet = "notMet";

    /// <summary>The values do not tell.</summary>
    public const string Inconclusive = "inconclusive";
}
