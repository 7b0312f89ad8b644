using CozeLoop.Contracts.Api;
using CozeLoop.Platform.Auth;
using CozeLoop.Platform.Relational;
using Dapper;

namespace CozeLoop.Workspaces.Members;

/// <summary>The members of one workspace while one of them, or a key, changes them; and the rules of who may.</summary>
internal sealed class Team
{
    private readonly Dictionary<long, string> _roles;
    private readonly string? _callersRole;

    private Team(Dictionary<long, string> roles, string? callersRole) => (_roles, _callersRole) = (roles, callersRole);

    private sealed record Row(long UserId, string Role);

    /// <summary>Nobody else changes them before the transaction ends. A key with admin scope counts as an admin.</summary>
    public static async Task<Team> ReadAsync(Transaction tx, Caller caller)
    {
        var rows = await tx.Connection.QueryAsync<Row>(
            $"SELECT user_id AS UserId, role AS Role FROM members WHERE workspace_id = @WorkspaceId {tx.ForUpdate}",
            new { caller.WorkspaceId },
            tx.DbTransaction
        );
        var roles = rows.ToDictionary(r => r.UserId, r => r.Role);
        return new Team(
            roles,
            caller.UserId is { } userId ? roles.GetValueOrDefault(userId)
                : caller.Scopes.Contains(Scopes.Admin) ? MemberRoles.Admin
                : null
        );
    }

    public string? RoleOf(long userId) => _roles.GetValueOrDefault(userId);

    public bool IsLastOwner(long userId) => RoleOf(userId) == MemberRoles.Owner && _roles.Values.Count(r => r == MemberRoles.Owner) == 1;

    /// <summary>
    /// Why the caller may not give anyone this role; null if they may. Only owners make owners, so admins cannot promote themselves either.
    /// </summary>
    public MemberRefusal? MayNotMake(string role) => MayNot(role == MemberRoles.Owner);

    /// <summary>Why the caller may not change this member; null if they may.</summary>
    public MemberRefusal? MayNotChange(long userId) => MayNot(RoleOf(userId) == MemberRoles.Owner);

    private MemberRefusal? MayNot(bool concernsOwner) =>
        _callersRole switch
        {
            MemberRoles.Owner => null,
            MemberRoles.Admin => concernsOwner ? MemberRefusal.OwnersOnly : null,
            _ => MemberRefusal.Forbidden,
        };
}
