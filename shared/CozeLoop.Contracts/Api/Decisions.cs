namespace CozeLoop.Contracts.Api;

/// <summary>
/// What a run decides, the same for its page, its reports, the exit code and promotion: <see cref="Comparison.Decision"/>. By its gates
/// where it has any, else by its verdict.
/// </summary>
public static class Decisions
{
    /// <summary>Every gate is met; without gates the verdict is better.</summary>
    public const string Pass = "pass";

    /// <summary>A gate is broken; without gates the verdict is worse.</summary>
    public const string Fail = "fail";

    /// <summary>The values do not tell, or a model was simulated.</summary>
    public const string Inconclusive = "inconclusive";

    /// <summary>Nothing was to be decided: no gate and no metric.</summary>
    public const string None = "none";
}
