namespace CozeLoop.Contracts.Api;

/// <summary>How surely the prompt behind a recorded call is known: <see cref="ReplayItem.Recovery"/>.</summary>
public static class RecoveryGrades
{
    /// <summary>The version renders the same bytes again, exactly one parse, and the version is linked or stands alone.</summary>
    public const string Proven = "proven";

    /// <summary>
    /// Explained, but not proven: only after normalising, without a link, or by several parses that all render the new prompt alike.
    /// </summary>
    public const string Approximate = "approximate";

    /// <summary>No variables: the recorded messages are replayed as they are.</summary>
    public const string MessageOnly = "messageOnly";
}
