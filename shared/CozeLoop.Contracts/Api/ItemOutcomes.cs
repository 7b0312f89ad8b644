namespace CozeLoop.Contracts.Api;

/// <summary>How the candidate did on one item: <see cref="ReplayItem.Outcome"/>.</summary>
public static class ItemOutcomes
{
    /// <summary>It beats the old arm.</summary>
    public const string Win = "win";

    /// <summary>The old arm beats it.</summary>
    public const string Loss = "loss";

    /// <summary>Both arms have the same value.</summary>
    public const string Tie = "tie";

    /// <summary>A value is missing and will not come.</summary>
    public const string Missing = "missing";

    /// <summary>A call is not at its end.</summary>
    public const string Pending = "pending";

    public static readonly IReadOnlyList<string> All = [Win, Loss, Tie, Missing, Pending];
}
