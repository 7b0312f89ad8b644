using CozeLoop.Contracts.Api;

namespace CozeLoop.Evaluation.Kinds;

/// <summary>
/// The answer equals <see cref="Expected"/>, else the reference. A reference is matched whole: its text and its tool calls, in order;
/// otherwise two answers without text but with different calls would be "equal".
/// </summary>
internal sealed record ExactMatch : CheckConfig
{
    public string? Expected { get; init; }
    public bool IgnoreCase { get; init; }

    /// <summary>White space around both texts does not count.</summary>
    public bool Trim { get; init; }

    public override Verdict Check(Subject subject)
    {
        if (Expected is not null)
            return Verdict.Of(Same(subject.Text, Expected));
        if (subject.Reference is not { } reference)
            return Verdict.Missing(ScoringCauses.NoReference);
        return Verdict.Of(
            Same(subject.Text, reference.Content ?? "") && ToolCalls.SameInOrder(subject.Answer.ToolCalls, reference.ToolCalls)
        );
    }

    private bool Same(string answer, string expected)
    {
        if (Trim)
            (answer, expected) = (answer.Trim(), expected.Trim());
        return string.Equals(answer, expected, IgnoreCase ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal);
    }
}
