namespace CozeLoop.Contracts.Api;

/// <summary>How an evaluator scores: <see cref="EvaluatorVersion.Kind"/>.</summary>
public static class EvaluatorKinds
{
    /// <summary>The answer is the reference.</summary>
    public const string ExactMatch = "exactMatch";

    /// <summary>The answer holds given texts.</summary>
    public const string Contains = "contains";

    /// <summary>A pattern matches the answer.</summary>
    public const string Regex = "regex";

    /// <summary>The answer is one JSON value.</summary>
    public const string JsonValid = "jsonValid";

    /// <summary>The answer calls the tools that the reference calls.</summary>
    public const string ToolCall = "toolCall";

    /// <summary>A model judges.</summary>
    public const string Judge = "judge";

    public static readonly IReadOnlyList<string> All = [ExactMatch, Contains, Regex, JsonValid, ToolCall, Judge];
}
