using CozeLoop.Contracts.Api;
using CozeLoop.Contracts.Messages;
using CozeLoop.Platform.Auth;
using CozeLoop.Platform.Events;

namespace CozeLoop.Experiments.Runs;

/// <summary>Something of a run is not as it was: whoever follows it looks again.</summary>
internal abstract record RunEvent(long WorkspaceId, string Actor, string RunId) : DomainEvent(WorkspaceId, Actor);

/// <summary>A call was answered, scored or given up.</summary>
internal sealed record RunProgressed(long WorkspaceId, string RunId) : RunEvent(WorkspaceId, Calls.CallRunner.Actor, RunId);

/// <summary>Somebody changed what becomes of a run.</summary>
/// <param name="Source">Name of its <see cref="RunSource"/>.</param>
/// <param name="Action">One of <see cref="AuditActions"/>.</param>
/// <param name="State">What it is from now on, where whoever works for it must heed that; one of <see cref="RunStates"/>.</param>
internal sealed record RunChanged(Caller By, string Source, string RunId, string Action, string? Detail = null, string? State = null)
    : RunEvent(By.WorkspaceId, By.Actor, RunId)
{
    public override AuditLine Audit => new(Action, $"{Source}:{RunId}", Detail);

    public override PlatformEvent? Message(long version) =>
        State is null ? null : new(WorkspaceId, version) { RunStateChanged = new(RunId, State) };
}
