using System.Globalization;
using CozeLoop.Contracts;
using CozeLoop.Contracts.Api;
using CozeLoop.Platform.Auth;
using CozeLoop.Platform.Relational;
using CozeLoop.Workspaces.Members;
using CozeLoop.Workspaces.Storage;
using Dapper;

namespace CozeLoop.Workspaces.Tenants;

/// <summary>Workspaces: the tenants, each with its members and keys.</summary>
internal sealed class WorkspaceStore(WorkspacesDatabase database, TimeProvider time)
{
    private sealed record Row(long Id, string Name, string Role);

    /// <summary>A person's, oldest first; a key's one, without a role.</summary>
    public async Task<IReadOnlyList<WorkspaceSummary>> ListAsync(Caller caller, CancellationToken ct)
    {
        const string own = """
            SELECT w.id AS Id, w.name AS Name, m.role AS Role FROM workspaces w JOIN members m ON m.workspace_id = w.id
            WHERE m.user_id = @UserId ORDER BY w.created_ms, w.id
            """;
        // Not NULL: SQLite has no type for it, and the row's text could not be read.
        const string ofKey = "SELECT id AS Id, name AS Name, '' AS Role FROM workspaces WHERE id = @WorkspaceId";
        string sql = caller.UserId is null ? ofKey : own;
        var rows = await database.ReadAsync(c => c.QueryAsync<Row>(sql, new { caller.WorkspaceId, caller.UserId }), ct);
        return [.. rows.Select(r => new WorkspaceSummary(Text(r.Id), r.Name, r.Role.Length > 0 ? r.Role : null))];
    }

    /// <summary>Null if no one would own it: a person owns what they create, a key names a member of its own workspace.</summary>
    public Task<WorkspaceSummary?> CreateAsync(Caller caller, string name, string? ownerEmail, CancellationToken ct) =>
        database.WriteAsync(
            async tx =>
            {
                if ((caller.UserId ?? await FindMemberAsync(tx, caller.WorkspaceId, ownerEmail)) is not { } owner)
                    return null;
                var row = new
                {
                    id = RandomId.Next(),
                    name,
                    owner,
                    role = MemberRoles.Owner,
                    now = time.UnixMs(),
                };
                await tx.Connection.ExecuteAsync(
                    "INSERT INTO workspaces (id, name, created_ms) VALUES (@id, @name, @now)",
                    row,
                    tx.DbTransaction
                );
                await tx.Connection.ExecuteAsync(
                    "INSERT INTO members (workspace_id, user_id, role) VALUES (@id, @owner, @role)",
                    row,
                    tx.DbTransaction
                );
                foreach (long log in (long[])[caller.WorkspaceId, row.id])
                {
                    tx.Raise(new WorkspaceCreated(log, caller.Actor, name, Text(row.id), owner));
                }
                return new WorkspaceSummary(Text(row.id), name, MemberRoles.Owner);
            },
            ct
        );

    /// <summary>Null where it is gone.</summary>
    public Task<WorkspaceSummary?> RenameAsync(Caller caller, string name, CancellationToken ct) =>
        database.WriteAsync(
            async tx =>
            {
                var args = new { id = caller.WorkspaceId, name };
                string sql = $"SELECT name FROM workspaces WHERE id = @id {tx.ForUpdate}";
                if (await tx.Connection.QuerySingleOrDefaultAsync<string>(sql, args, tx.DbTransaction) is not { } before)
                    return null;
                await tx.Connection.ExecuteAsync("UPDATE workspaces SET name = @name WHERE id = @id", args, tx.DbTransaction);
                tx.Raise(new WorkspaceRenamed(caller.WorkspaceId, caller.Actor, before, name));
                return new WorkspaceSummary(Text(caller.WorkspaceId), name, Role: null);
            },
            ct
        );

    private static Task<long?> FindMemberAsync(Transaction tx, long workspaceId, string? email) =>
        tx.Connection.QuerySingleOrDefaultAsync<long?>(
            "SELECT u.id FROM users u JOIN members m ON m.user_id = u.id WHERE m.workspace_id = @workspaceId AND u.email = @email",
            new { workspaceId, email },
            tx.DbTransaction
        );

    private static string Text(long id) => id.ToString(CultureInfo.InvariantCulture);
}
