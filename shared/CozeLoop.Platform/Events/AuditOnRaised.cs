using CozeLoop.Contracts;
using CozeLoop.Contracts.Messages;
using Mediator;

namespace CozeLoop.Platform.Events;

/// <summary>Sends the audit line of a change on its way with the change.</summary>
internal sealed class AuditOnRaised(TimeProvider time) : INotificationHandler<Raised>
{
    public ValueTask Handle(Raised notification, CancellationToken cancellationToken)
    {
        if (notification.Event is { Audit: { } line } change)
            notification.Transaction.Publish(Topics.Audit, Recorded(change.WorkspaceId, change.Actor, line, time));
        return ValueTask.CompletedTask;
    }

    private static AuditRecorded Recorded(long workspaceId, string actor, AuditLine line, TimeProvider time) =>
        new(workspaceId, new AuditEntry(Ids.New(time), time.GetUtcNow(), actor, line.Action, line.Subject, line.Detail));
}
