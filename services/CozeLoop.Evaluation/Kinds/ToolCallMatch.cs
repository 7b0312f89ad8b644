using CozeLoop.Contracts.Api;

namespace CozeLoop.Evaluation.Kinds;

/// <summary>The answer calls the same tools with the same arguments as the reference, and no others; neither calling any counts as the
/// same.</summary>
internal sealed record ToolCallMatch : CheckConfig
{
    public bool IgnoreOrder { get; init; }

    public override Verdict Check(Subject subject)
    {
        if (subject.Reference is not { } reference)
            return Verdict.Missing(ScoringCauses.NoReference);
        bool same = IgnoreOrder
            ? ToolCalls.SameInAnyOrder(subject.Answer.ToolCalls, reference.ToolCalls)
            : ToolCalls.SameInOrder(subject.Answer.ToolCalls, reference.ToolCalls);
        return Verdict.Of(
            same,
            same ? null : $"Called {ToolCalls.Show(subject.Answer.ToolCalls)}; the reference called {ToolCalls.Show(reference.ToolCalls)}."
        );
    }
}
