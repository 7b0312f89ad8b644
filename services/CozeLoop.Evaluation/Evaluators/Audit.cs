using CozeLoop.Contracts;
using CozeLoop.Contracts.Messages;
using CozeLoop.Platform.Relational;

namespace CozeLoop.Evaluation.Evaluators;

internal static class Audit
{
    /// <summary>Adds the audit row of a change to the change's own transaction.</summary>
    public static void Record(
        this Transaction tx,
        long workspace,
        string actor,
        TimeProvider time,
        string action,
        string key,
        string? detail = null
    )
    {
        var now = time.GetUtcNow();
        tx.Publish(
            Topics.Events,
            new PlatformEvent("audit", workspace, now.ToUnixTimeMilliseconds())
            {
                Audit = new AuditEntry(Ids.New(time), now, actor, action, $"evaluator:{key}", detail),
            }
        );
    }
}
