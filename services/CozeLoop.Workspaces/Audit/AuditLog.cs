using CozeLoop.Contracts;
using CozeLoop.Contracts.Api;
using CozeLoop.Contracts.Messages;
using CozeLoop.Platform.Messaging;
using CozeLoop.Platform.Web;
using CozeLoop.Workspaces.Actors;
using CozeLoop.Workspaces.Storage;
using Dapper;

namespace CozeLoop.Workspaces.Audit;

/// <summary>Keeps the state changes that every service tells of; the entry's id makes a redelivery harmless.</summary>
internal sealed class AuditLog(WorkspacesDatabase database, ActorNames names) : IMessageHandler
{
    public const string List = "audit";

    private sealed record Row(string Id, long TimeMs, string Actor, string Action, string Subject, string? Detail);

    public async Task HandleAsync(IReadOnlyList<ReceivedMessage> messages, CancellationToken ct)
    {
        var entries = messages
            .Select(m => m.Read<AuditRecorded>())
            .Select(m => new
            {
                m.WorkspaceId,
                m.Entry.Id,
                TimeMs = m.Entry.Time.ToUnixMs(),
                m.Entry.Actor,
                m.Entry.Action,
                m.Entry.Subject,
                m.Entry.Detail,
            });
        await database.WriteAsync(
            tx =>
                tx.Connection.ExecuteAsync(
                    """
                    INSERT INTO audit (id, workspace_id, time_ms, actor, action, subject, detail)
                    SELECT @Id, @WorkspaceId, @TimeMs, @Actor, @Action, @Subject, @Detail WHERE NOT EXISTS (SELECT 1 FROM audit
                        WHERE id = @Id)
                    """,
                    entries,
                    tx.DbTransaction
                ),
            ct
        );
    }

    /// <summary>Newest first; those of one millisecond by id.</summary>
    public async Task<Page<AuditEntry>> ListAsync(long workspaceId, int limit, Cursor? after, CancellationToken ct)
    {
        var rows = await database.ReadAsync(
            c =>
                c.QueryAsync<Row>(
                    """
                    SELECT id AS Id, time_ms AS TimeMs, actor AS Actor, action AS Action, subject AS Subject, detail AS Detail
                    FROM audit
                    WHERE workspace_id = @workspaceId AND (@Time IS NULL OR time_ms < @Time OR (time_ms = @Time AND id < @Id))
                    ORDER BY time_ms DESC, id DESC LIMIT @rows
                    """,
                    new
                    {
                        workspaceId,
                        after?.Time,
                        after?.Id,
                        rows = limit + 1,
                    }
                ),
            ct
        );
        var actors = await names.OfAsync(workspaceId, [.. rows.Select(r => r.Actor).Distinct()], ct);
        var known = actors.ToDictionary(a => a.Id, a => a.Name);
        return PageRequest.Page(List, rows.AsList(), limit, r => new Cursor(r.TimeMs, r.Id), r => ToEntry(r, known));
    }

    private static AuditEntry ToEntry(Row row, Dictionary<string, string> names) =>
        new(row.Id, Times.OfUnixMs(row.TimeMs), row.Actor, row.Action, row.Subject, row.Detail)
        {
            ActorName = names.GetValueOrDefault(row.Actor),
        };
}
