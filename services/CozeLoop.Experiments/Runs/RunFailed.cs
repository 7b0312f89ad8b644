using CozeLoop.Contracts.Api;
using CozeLoop.Contracts.Messages;
using CozeLoop.Platform.Events;

namespace CozeLoop.Experiments.Runs;

/// <summary>No further call of a run could succeed, and it has ended.</summary>
/// <param name="Reason">The sentence of its <see cref="RunFailure"/>.</param>
internal sealed record RunFailed(long WorkspaceId, RunSource Source, string RunId, string Reason)
    : RunEvent(WorkspaceId, Calls.CallRunner.Actor, RunId)
{
    public override AuditLine Audit => new(Source.Actions.Failed, $"{Source.Name}:{RunId}", Reason);

    public override PlatformEvent Message(long version) =>
        new(WorkspaceId, version) { RunFinished = new(RunId, RunStates.Failed, null), RunStateChanged = new(RunId, RunStates.Failed) };
}
