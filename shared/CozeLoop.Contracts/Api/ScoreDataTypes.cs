namespace CozeLoop.Contracts.Api;

/// <summary>What a score's value is: <see cref="Score.DataType"/>.</summary>
public static class ScoreDataTypes
{
    /// <summary>A number.</summary>
    public const string Numeric = "numeric";

    /// <summary>0 or 1.</summary>
    public const string Boolean = "boolean";

    /// <summary>A word.</summary>
    public const string Categorical = "categorical";
}
