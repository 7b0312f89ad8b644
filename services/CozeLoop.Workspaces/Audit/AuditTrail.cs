using CozeLoop.Contracts;
using CozeLoop.Contracts.Messages;
using CozeLoop.Platform.Relational;
using Dapper;

namespace CozeLoop.Workspaces.Audit;

internal static class AuditTrail
{
    /// <summary>Adds the audit row of a change to the change's own transaction.</summary>
    public static void Record(
        this Transaction tx,
        long workspaceId,
        string actor,
        TimeProvider time,
        string action,
        string subject,
        string? detail = null
    ) =>
        tx.Publish(
            Topics.Events,
            new PlatformEvent("audit", workspaceId, 0)
            {
                Audit = new AuditEntry(Ids.New(time), time.GetUtcNow(), actor, action, subject, detail),
            }
        );

    /// <summary>A change of a person, who is in several workspaces: each of their logs tells it.</summary>
    public static async Task RecordOfUserAsync(
        this Transaction tx,
        long userId,
        string actor,
        TimeProvider time,
        string action,
        string? detail = null
    )
    {
        var found = await tx.Connection.QueryAsync<Row>(
            "SELECT m.workspace_id AS WorkspaceId, u.email AS Email FROM members m JOIN users u ON u.id = m.user_id WHERE u.id = @userId",
            new { userId },
            tx.DbTransaction
        );
        foreach (var row in found)
            tx.Record(row.WorkspaceId, actor, time, action, row.Email, detail);
    }

    private sealed record Row(long WorkspaceId, string Email);
}
