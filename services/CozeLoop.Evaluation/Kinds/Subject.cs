using CozeLoop.Chat;

namespace CozeLoop.Evaluation.Kinds;

/// <summary>All that an evaluator may know: the history, the answer to it and perhaps a reference. Nothing tells which arm of a run wrote
/// the answer.</summary>
internal sealed record Subject(IReadOnlyList<ChatMessage> History, ChatMessage Answer, ChatMessage? Reference)
{
    public string Text => Answer.Content ?? "";
}

/// <summary>What an evaluator says. <see cref="Value"/> is null where it could not say anything; <see cref="Cause"/> then names
/// why.</summary>
internal readonly record struct Verdict(double? Value, string? Reason, string? Cause)
{
    public static Verdict Of(bool pass, string? reason = null) => new(pass ? 1 : 0, reason, null);

    public static Verdict Missing(string cause, string? reason = null) => new(null, reason, cause);
}
