namespace CozeLoop.Contracts.Api;

/// <summary>Where the old arm's answers come from: <see cref="CreateReplay.Baseline"/>.</summary>
public static class BaselineSources
{
    /// <summary>The old arm runs afresh, under the same conditions as the candidate.</summary>
    public const string Rerun = "rerun";

    /// <summary>The recorded answers are shown beside, without a verdict.</summary>
    public const string Recorded = "recorded";
}
