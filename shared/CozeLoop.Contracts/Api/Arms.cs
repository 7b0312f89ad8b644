namespace CozeLoop.Contracts.Api;

/// <summary>The two sides of a replay.</summary>
public static class Arms
{
    /// <summary>The old arm: the prompt and model as they were recorded.</summary>
    public const string Baseline = "baseline";

    /// <summary>The new arm: what is tried.</summary>
    public const string Candidate = "candidate";
}
