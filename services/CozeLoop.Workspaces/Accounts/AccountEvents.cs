using CozeLoop.Contracts.Messages;
using CozeLoop.Platform.Events;
using CozeLoop.Platform.Relational;
using CozeLoop.Workspaces.Credentials;
using Dapper;

namespace CozeLoop.Workspaces.Accounts;

/// <summary>A change of a person's account, told by the log of one workspace they are in.</summary>
/// <param name="Action">One of <see cref="AuditActions"/>.</param>
internal sealed record AccountChanged(long WorkspaceId, string Actor, string Action, string Email, string? Detail, string Holder)
    : DomainEvent(WorkspaceId, Actor),
        ICredentialChange
{
    public override AuditLine Audit => new(Action, Email, Detail);
}

internal static class AccountEvents
{
    private sealed record Row(long WorkspaceId, string Email);

    /// <summary>A person may be in several workspaces: each of their logs tells it.</summary>
    public static async Task RaiseOfUserAsync(this Transaction tx, long userId, string actor, string action, string? detail = null)
    {
        var found = await tx.Connection.QueryAsync<Row>(
            "SELECT m.workspace_id AS WorkspaceId, u.email AS Email FROM members m JOIN users u ON u.id = m.user_id WHERE u.id = @userId",
            new { userId },
            tx.DbTransaction
        );
        foreach (var row in found)
            tx.Raise(new AccountChanged(row.WorkspaceId, actor, action, row.Email, detail, $"user:{userId}"));
    }
}
