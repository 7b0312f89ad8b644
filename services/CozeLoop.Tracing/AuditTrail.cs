using System.Text.Json;
using CozeLoop.Contracts;
using CozeLoop.Contracts.Messages;
using CozeLoop.Platform.Auth;
using CozeLoop.Platform.Messaging;

namespace CozeLoop.Tracing;

/// <summary>Tells the audit log what someone removed. The trace store has no transactions, so the message follows the deed.</summary>
internal sealed class AuditTrail(IMessageBroker broker, TimeProvider time)
{
    /// <param name="subject">What was changed: <c>trace:ID</c>.</param>
    public async Task RecordAsync(Caller caller, string action, string subject, CancellationToken ct)
    {
        var now = time.GetUtcNow();
        var message = new AuditRecorded(caller.WorkspaceId, new AuditEntry(Ids.New(time), now, caller.Actor, action, subject, null));
        await broker.PublishAsync(Topics.Audit, JsonSerializer.SerializeToUtf8Bytes(message, Json.Compact), ct: ct);
    }
}
