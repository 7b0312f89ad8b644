using CozeLoop.Contracts.Api;
using CozeLoop.Contracts.Messages;
using CozeLoop.Platform.Events;

namespace CozeLoop.Evaluation.Subjects;

/// <summary>Every evaluator that was asked for has given its result, or said why there is none.</summary>
internal sealed record SubjectCompleted(EvaluateSubject Subject, IReadOnlyList<EvaluationResult> Results)
    : DomainEvent(Subject.WorkspaceId, "service:evaluation")
{
    public override PlatformEvent Message(long version) =>
        new(WorkspaceId, version) { SubjectEvaluated = new(Subject.SubjectId, Subject.RunId, Results) };
}
