using CozeLoop.Contracts.Messages;
using CozeLoop.Platform.Auth;
using CozeLoop.Platform.Events;

namespace CozeLoop.Experiments.Replays;

/// <summary>Somebody changed what becomes of a replay.</summary>
/// <param name="Action">One of <see cref="AuditActions"/>.</param>
internal sealed record ReplayChanged(Caller By, string ReplayId, string Action, string? Detail = null)
    : DomainEvent(By.WorkspaceId, By.Actor)
{
    public override AuditLine Audit => new(Action, $"replay:{ReplayId}", Detail);
}
