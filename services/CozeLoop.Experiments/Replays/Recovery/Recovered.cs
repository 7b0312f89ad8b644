using CozeLoop.Contracts.Api;

namespace CozeLoop.Experiments.Replays.Recovery;

/// <summary>What is known of the prompt behind a recorded call.</summary>
/// <param name="Grade">A <see cref="RecoveryGrades"/>.</param>
/// <param name="Version">The version that made the messages; null where none is known.</param>
/// <param name="PromptMessages">How many of the recorded messages, from the first on, the prompt rendered; the rest is history.</param>
/// <param name="Parses">Possible variables: one where they are certain, none for messages only.</param>
internal sealed record Recovered(string Grade, int? Version, int PromptMessages, IReadOnlyList<IReadOnlyDictionary<string, string>> Parses)
{
    public static Recovered MessagesOnly(int promptMessages) => new(RecoveryGrades.MessageOnly, null, promptMessages, []);
}
