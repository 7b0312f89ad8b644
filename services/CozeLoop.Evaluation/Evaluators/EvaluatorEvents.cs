using System.Globalization;
using CozeLoop.Contracts.Messages;
using CozeLoop.Platform.Events;

namespace CozeLoop.Evaluation.Evaluators;

internal abstract record EvaluatorEvent(long WorkspaceId, string Actor, string Key) : DomainEvent(WorkspaceId, Actor)
{
    protected AuditLine Line(string action, string? detail) => new(action, $"evaluator:{Key}", detail);
}

/// <param name="Origin">Where it comes from, if not from its actor.</param>
internal sealed record EvaluatorCreated(long WorkspaceId, string Actor, string Key, string? Origin = null)
    : EvaluatorEvent(WorkspaceId, Actor, Key)
{
    public override AuditLine Audit => Line(AuditActions.EvaluatorCreated, Origin);
}

internal sealed record EvaluatorCommitted(long WorkspaceId, string Actor, string Key, long Version)
    : EvaluatorEvent(WorkspaceId, Actor, Key)
{
    public override AuditLine Audit =>
        Line(AuditActions.EvaluatorCommitted, string.Create(CultureInfo.InvariantCulture, $"version {Version}"));
}
