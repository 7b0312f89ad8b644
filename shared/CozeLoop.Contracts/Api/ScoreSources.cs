namespace CozeLoop.Contracts.Api;

/// <summary>Who judged: <see cref="Score.Source"/>.</summary>
public static class ScoreSources
{
    /// <summary>A program of the user's.</summary>
    public const string Api = "api";

    /// <summary>A person.</summary>
    public const string Human = "human";

    /// <summary>A model.</summary>
    public const string Judge = "judge";

    /// <summary>A program, by the word of whoever sent the score.</summary>
    public const string Code = "code";

    /// <summary>An evaluator that needs no model.</summary>
    public const string Check = "check";

    /// <summary>It came with imported traces.</summary>
    public const string Import = "import";

    public static readonly IReadOnlyList<string> All = [Api, Human, Judge, Code, Check, Import];
}
