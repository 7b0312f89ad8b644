using CozeLoop.Contracts.Api;
using CozeLoop.Contracts.Messages;
using CozeLoop.Platform.Events;

namespace CozeLoop.Experiments.Runs;

/// <summary>The last call of a run was answered and scored, and the arms are compared.</summary>
internal sealed record RunCompleted(long WorkspaceId, RunSource Source, string RunId, string Verdict)
    : RunEvent(WorkspaceId, Calls.CallRunner.Actor, RunId)
{
    public override AuditLine Audit => new(Source.Actions.Finished, $"{Source.Name}:{RunId}", Verdict);

    public override PlatformEvent Message(long version) =>
        new(WorkspaceId, version) { RunFinished = new(RunId, RunStates.Finished, Verdict) };
}
