using CozeLoop.Chat;

namespace CozeLoop.Truth.Scenarios;

/// <summary>What is tried, on which model, and by what it is judged.</summary>
/// <param name="Connection">Its name.</param>
/// <param name="Metric">Key of the evaluator.</param>
/// <param name="OldText">The prompt under which the traffic was recorded.</param>
/// <param name="NewText">The prompt that is tried.</param>
internal sealed record Subject(string Connection, string Metric, string OldText, string NewText)
{
    /// <summary>By this the planted model knows which version asks.</summary>
    public const string Mark = "Check the order before you answer.";

    private const string Shop = "You answer the customers of a shop for everything.";

    public static readonly Subject Planted = new("planted", "pass", Shop, $"{Shop} {Mark}");

    /// <summary>A small real model: it answers at length unless told not to, and gets room, as what is cut off is missing.</summary>
    public static readonly Subject Real = new(
        "real",
        "at-most-20-words",
        $"{Shop} Answer in a few sentences.",
        $"{Shop} Answer in one short sentence of at most ten words."
    )
    {
        Recorded = new ChatParameters { Temperature = 0.8, MaxTokens = 200 },
    };

    /// <summary>The parameters of the recorded calls, which both versions keep.</summary>
    public ChatParameters? Recorded { get; init; }

    public bool IsReal => Connection == Real.Connection;
}
