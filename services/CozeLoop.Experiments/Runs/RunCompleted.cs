using CozeLoop.Contracts.Api;
using CozeLoop.Contracts.Messages;
using CozeLoop.Platform.Events;

namespace CozeLoop.Experiments.Runs;

/// <summary>The last call of a run was answered and scored, and the arms are compared.</summary>
internal sealed record RunCompleted(long WorkspaceId, string ReplayId, string Verdict) : DomainEvent(WorkspaceId, CallRunner.Actor)
{
    public override AuditLine Audit => new(AuditActions.ReplayFinished, $"replay:{ReplayId}", Verdict);

    public override PlatformEvent Message(long version) =>
        new(WorkspaceId, version) { RunFinished = new(ReplayId, ReplayStates.Finished, Verdict) };
}
