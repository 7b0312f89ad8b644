using System.Globalization;
using CozeLoop.Contracts.Api;
using CozeLoop.Platform.Auth;
using CozeLoop.Workspaces.Storage;
using Dapper;

namespace CozeLoop.Workspaces.Accounts;

/// <summary>Who is logged in, and where else they are a member.</summary>
internal sealed class Account(WorkspacesDatabase database)
{
    // Set by name: what is computed has one type in MySQL, another in SQLite, and none there where no row is found.
    private sealed record Row
    {
        public string Email { get; init; } = "";
        public string Name { get; init; } = "";
        public bool HasPassword { get; init; }
        public long WorkspaceId { get; init; }
        public string WorkspaceName { get; init; } = "";
        public string Role { get; init; } = "";
    }

    /// <summary>Null where the person is in no workspace.</summary>
    public async Task<CurrentUser?> FindAsync(Caller caller, long userId, CancellationToken ct)
    {
        var rows = (
            await database.ReadAsync(
                c =>
                    c.QueryAsync<Row>(
                        """
                        SELECT u.email AS Email, u.name AS Name, CASE WHEN u.password_hash IS NULL THEN 0 ELSE 1 END AS HasPassword,
                               w.id AS WorkspaceId, w.name AS WorkspaceName, m.role AS Role
                        FROM users u JOIN members m ON m.user_id = u.id JOIN workspaces w ON w.id = m.workspace_id
                        WHERE u.id = @userId ORDER BY w.created_ms, w.id
                        """,
                        new { userId }
                    ),
                ct
            )
        ).ToList();
        if (rows.Count == 0)
            return null;
        var workspaces = rows.Select(r => new WorkspaceSummary(Text(r.WorkspaceId), r.WorkspaceName, r.Role));
        return new CurrentUser(Text(userId), rows[0].Email, rows[0].Name, [.. workspaces])
        {
            WorkspaceId = Text(caller.WorkspaceId),
            HasPassword = rows[0].HasPassword,
        };
    }

    private static string Text(long id) => id.ToString(CultureInfo.InvariantCulture);
}
