namespace CozeLoop.Experiments.Recovery;

/// <summary>How sure the recovered variables are; the shares are shown beside every result.</summary>
internal static class RecoveryGrade
{
    /// <summary>The version renders the same bytes again, exactly one parse, and the version is linked or stands alone.</summary>
    public const string Proven = "proven";

    /// <summary>Explained, but not proven: only after normalising, without a link, or by several parses that all render the new prompt
    /// alike.</summary>
    public const string Approximate = "approximate";

    /// <summary>No variables: the recorded messages are replayed as they are.</summary>
    public const string MessageOnly = "messageOnly";
}

/// <summary>What is known of the prompt behind a recorded call.</summary>
/// <param name="Grade">A <see cref="RecoveryGrade"/>.</param>
/// <param name="Version">The version that made the messages; null where none is known.</param>
/// <param name="PromptMessages">How many of the recorded messages, from the first on, the prompt rendered; the rest is history.</param>
/// <param name="Parses">Possible variables: one where they are certain, none for messages only.</param>
internal sealed record Recovered(string Grade, int? Version, int PromptMessages, IReadOnlyList<IReadOnlyDictionary<string, string>> Parses)
{
    public static Recovered MessagesOnly(int promptMessages) => new(RecoveryGrade.MessageOnly, null, promptMessages, []);
}
