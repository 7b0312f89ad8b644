namespace CozeLoop.Contracts.Api;

/// <summary>What a comparison says of the candidate: <see cref="Comparison.Verdict"/>.</summary>
public static class Verdicts
{
    /// <summary>The candidate is better by more than the margin.</summary>
    public const string Better = "better";

    /// <summary>The candidate is worse by more than the margin.</summary>
    public const string Worse = "worse";

    /// <summary>The values do not tell.</summary>
    public const string Inconclusive = "inconclusive";

    /// <summary>Nothing was to be decided: no metric, or a baseline that did not run afresh.</summary>
    public const string None = "none";
}
