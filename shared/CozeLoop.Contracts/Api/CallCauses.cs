namespace CozeLoop.Contracts.Api;

/// <summary>
/// Why a call of a replay has no value, beside the <see cref="FailureCauses"/> of its model: <see cref="ReplayAnswer.Cause"/>.
/// </summary>
public static class CallCauses
{
    /// <summary>The budget was used up before it.</summary>
    public const string Budget = "budget";

    /// <summary>The replay was cancelled before it.</summary>
    public const string Cancelled = "cancelled";

    /// <summary>The run failed before it.</summary>
    public const string RunFailed = "run_failed";

    /// <summary>The model answered nothing.</summary>
    public const string Empty = "empty";

    /// <summary>No call was made.</summary>
    public const string NotRun = "not_run";

    /// <summary>It was answered, but an evaluator said nothing.</summary>
    public const string NotScored = "not_scored";

    /// <summary>A simulated model took no time and cost nothing.</summary>
    public const string Simulated = "simulated";

    /// <summary>The answer had been bought before.</summary>
    public const string Cached = "cached";

    /// <summary>No price or time is known.</summary>
    public const string Unknown = "unknown";
}
