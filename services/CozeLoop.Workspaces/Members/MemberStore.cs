using CozeLoop.Contracts.Api;
using CozeLoop.Platform.Auth;
using CozeLoop.Platform.Relational;
using CozeLoop.Platform.Web;
using CozeLoop.Workspaces.Storage;
using Dapper;

namespace CozeLoop.Workspaces.Members;

/// <summary>
/// Who is in a workspace and as what. Each change holds the workspace's member rows, so that of two owners who remove each other at once
/// one stays, and asks for the caller's role anew: it may have changed since the request began.
/// </summary>
internal sealed class MemberStore(WorkspacesDatabase database, Invitations invitations)
{
    public const string List = "members";

    private const string Members = """
        SELECT CAST(u.id AS CHAR) AS UserId, u.email AS Email, u.name AS Name, m.role AS Role,
               CASE WHEN u.password_hash IS NULL THEN '' ELSE 'set' END AS Password
        FROM members m JOIN users u ON u.id = m.user_id WHERE m.workspace_id = @workspaceId
        """;

    // Set by name: of a page without rows SQLite knows no type of what is computed, and a constructor's would not match.
    private sealed record MemberRow
    {
        public string UserId { get; init; } = "";
        public string Email { get; init; } = "";
        public string Name { get; init; } = "";
        public string Role { get; init; } = "";
        public string Password { get; init; } = "";
    }

    /// <summary>In order of the address, which no two users share.</summary>
    public async Task<Page<Member>> ListAsync(long workspaceId, int limit, Cursor? after, CancellationToken ct)
    {
        const string sql = $"{Members} AND u.email > @email ORDER BY u.email LIMIT @rows";
        var parameters = new
        {
            workspaceId,
            email = after?.Id ?? "",
            rows = limit + 1,
        };
        var rows = await database.ReadAsync(c => c.QueryAsync<MemberRow>(sql, parameters), ct);
        return PageRequest.Page(List, rows.AsList(), limit, m => new Cursor(0, m.Email), ToMember);
    }

    public Task<MemberChange> AddAsync(Caller caller, string email, string role, string? name, CancellationToken ct) =>
        database.WriteAsync<MemberChange>(
            async tx =>
            {
                var team = await Team.ReadAsync(tx, caller);
                if (team.MayNotMake(role) is { } refusal)
                    return new(refusal);
                var (userId, isKnown) = await invitations.FindOrCreateUserAsync(tx, email, name);
                if (team.RoleOf(userId) is not null)
                    return new(MemberRefusal.AlreadyMember);
                string? token = await invitations.CreateAsync(tx, userId, caller.WorkspaceId);
                await tx.Connection.ExecuteAsync(
                    "INSERT INTO members (workspace_id, user_id, role) VALUES (@WorkspaceId, @userId, @role)",
                    new
                    {
                        caller.WorkspaceId,
                        userId,
                        role,
                    },
                    tx.DbTransaction
                );
                tx.Raise(new MemberAdded(caller, email, role));
                return new(await FindAsync(tx, caller.WorkspaceId, userId), token) { AccountExists = isKnown };
            },
            ct
        );

    public Task<MemberChange> ChangeRoleAsync(Caller caller, long userId, string role, CancellationToken ct) =>
        database.WriteAsync<MemberChange>(
            async tx =>
            {
                var team = await Team.ReadAsync(tx, caller);
                if (team.RoleOf(userId) is not { } before)
                    return new(MemberRefusal.NotFound);
                if ((team.MayNotChange(userId) ?? team.MayNotMake(role)) is { } refusal)
                    return new(refusal);
                if (role != MemberRoles.Owner && team.IsLastOwner(userId))
                    return new(MemberRefusal.LastOwner);
                await tx.Connection.ExecuteAsync(
                    "UPDATE members SET role = @role WHERE workspace_id = @WorkspaceId AND user_id = @userId",
                    new
                    {
                        caller.WorkspaceId,
                        userId,
                        role,
                    },
                    tx.DbTransaction
                );
                var member = await FindAsync(tx, caller.WorkspaceId, userId);
                if (before == role)
                    return new(member, Token: null);
                tx.Raise(new MemberRoleChanged(caller, userId, member.Email, before, role));
                return new(member, Token: null);
            },
            ct
        );

    /// <summary>
    /// Their sessions lose this workspace at once, and end where it was the last one. Keys they made stay: a key is the workspace's.
    /// </summary>
    public Task<MemberChange> RemoveAsync(Caller caller, long userId, CancellationToken ct) =>
        database.WriteAsync<MemberChange>(
            async tx =>
            {
                var team = await Team.ReadAsync(tx, caller);
                if (team.RoleOf(userId) is null)
                    return new(MemberRefusal.NotFound);
                if (team.MayNotChange(userId) is { } refusal)
                    return new(refusal);
                if (team.IsLastOwner(userId))
                    return new(MemberRefusal.LastOwner);
                var member = await FindAsync(tx, caller.WorkspaceId, userId);
                var args = new { caller.WorkspaceId, userId };
                await tx.Connection.ExecuteAsync(
                    "DELETE FROM members WHERE workspace_id = @WorkspaceId AND user_id = @userId",
                    args,
                    tx.DbTransaction
                );
                await tx.Connection.ExecuteAsync(
                    "DELETE FROM login_links WHERE workspace_id = @WorkspaceId AND user_id = @userId",
                    args,
                    tx.DbTransaction
                );
                foreach (string table in (string[])["sessions", "login_links"])
                {
                    string sql =
                        $"DELETE FROM {table} WHERE user_id = @userId AND NOT EXISTS (SELECT 1 FROM members WHERE user_id = @userId)";
                    await tx.Connection.ExecuteAsync(sql, args, tx.DbTransaction);
                }
                tx.Raise(new MemberRemoved(caller, userId, member.Email, member.Role));
                return new(member, Token: null);
            },
            ct
        );

    /// <summary>Another invitation link for someone who has not used the first.</summary>
    public Task<MemberChange> InviteAgainAsync(Caller caller, long userId, CancellationToken ct) =>
        database.WriteAsync<MemberChange>(
            async tx =>
            {
                var team = await Team.ReadAsync(tx, caller);
                if (team.RoleOf(userId) is null)
                    return new(MemberRefusal.NotFound);
                if (team.MayNotChange(userId) is { } refusal)
                    return new(refusal);
                if (await invitations.CreateAsync(tx, userId, caller.WorkspaceId) is not { } token)
                    return new(MemberRefusal.HasPassword);
                var member = await FindAsync(tx, caller.WorkspaceId, userId);
                tx.Raise(new MemberInvited(caller, member.Email));
                return new(member, token) { AccountExists = true };
            },
            ct
        );

    private static async Task<Member> FindAsync(Transaction tx, long workspaceId, long userId) =>
        ToMember(
            await tx.Connection.QuerySingleAsync<MemberRow>($"{Members} AND u.id = @userId", new { workspaceId, userId }, tx.DbTransaction)
        );

    private static Member ToMember(MemberRow row) => new(row.UserId, row.Email, row.Name, row.Role, row.Password.Length > 0);
}

/// <summary>What became of a change: the member as it is now, with the token of a link where one was made, or why not.</summary>
internal sealed record MemberChange(Member? Member, string? Token, MemberRefusal? Refusal = null)
{
    public MemberChange(MemberRefusal refusal)
        : this(null, null, refusal) { }

    /// <summary>Of one who was added: someone had the address before.</summary>
    public bool AccountExists { get; init; }
}

internal enum MemberRefusal
{
    NotFound,
    AlreadyMember,
    Forbidden,
    OwnersOnly,
    LastOwner,
    HasPassword,
}
