using CozeLoop.Contracts;
using CozeLoop.Contracts.Messages;

namespace CozeLoop.Experiments.Runs;

/// <summary>The audit entry of a change to a replay.</summary>
internal static class AuditOf
{
    public static PlatformEvent Replay(
        long workspace,
        TimeProvider time,
        string actor,
        string action,
        string replayId,
        string? detail = null
    ) =>
        new("audit", workspace, time.GetUtcNow().ToUnixTimeMilliseconds())
        {
            Audit = new AuditEntry(Ids.New(time), time.GetUtcNow(), actor, action, $"replay:{replayId}", detail),
        };
}
