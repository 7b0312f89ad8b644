using CozeLoop.Contracts;
using CozeLoop.Contracts.Messages;
using CozeLoop.Platform.Auth;
using CozeLoop.Platform.Relational;

namespace CozeLoop.Prompts.Prompts;

internal static class Audit
{
    /// <summary>Adds the audit row of a change to the change's own transaction.</summary>
    public static void Record(this Transaction tx, Caller caller, TimeProvider time, string action, string key, string? detail = null)
    {
        var now = time.GetUtcNow();
        tx.Publish(
            Topics.Events,
            new PlatformEvent("audit", caller.WorkspaceId, now.ToUnixTimeMilliseconds())
            {
                Audit = new AuditEntry(Ids.New(time), now, caller.Actor, action, $"prompt:{key}", detail),
            }
        );
    }
}
