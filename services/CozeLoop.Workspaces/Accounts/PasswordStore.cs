using CozeLoop.Contracts;
using CozeLoop.Contracts.Messages;
using CozeLoop.Platform.Auth;
using CozeLoop.Platform.Relational;
using CozeLoop.Workspaces.Credentials;
using CozeLoop.Workspaces.Login;
using CozeLoop.Workspaces.Storage;
using Dapper;

namespace CozeLoop.Workspaces.Accounts;

/// <summary>
/// How a password is changed: by someone who knows the old one, or by a link that works once. Either ends the person's other sessions and
/// links.
/// </summary>
internal sealed class PasswordStore(WorkspacesDatabase database, PasswordHashing passwords, SecretHash hash, TimeProvider time)
{
    /// <summary>
    /// An invitation holds only while the person is in no workspace but its own: otherwise its maker could use it to enter the others. A
    /// reset has no workspace, and nothing differs from null.
    /// </summary>
    private const string LinkHolds = """
        token_hash = @token AND purpose = @purpose AND expires_ms > @now AND NOT EXISTS
            (SELECT 1 FROM members m WHERE m.user_id = login_links.user_id AND m.workspace_id <> login_links.workspace_id)
        """;

    private sealed record UserRow(string? PasswordHash);

    /// <summary>False where the current password is another. A person without a password sets the first one without it.</summary>
    public async Task<bool> ChangeAsync(Caller caller, long userId, string current, string wanted, CancellationToken ct)
    {
        const string sql = "SELECT password_hash AS PasswordHash FROM users WHERE id = @userId";
        var user = await database.ReadAsync(c => c.QuerySingleOrDefaultAsync<UserRow>(sql, new { userId }), ct);
        if (user is null || user.PasswordHash is not null && !await passwords.VerifyAsync(current, user.PasswordHash, ct))
            return false;
        string stored = await passwords.CreateAsync(wanted, ct);
        bool changed = await database.WriteAsync(
            async tx =>
            {
                // Of two who change it at once the second no longer knows the current one.
                const string update =
                    "UPDATE users SET password_hash = @stored WHERE id = @userId AND COALESCE(password_hash, '') = @before";
                if (
                    await tx.Connection.ExecuteAsync(
                        update,
                        new
                        {
                            userId,
                            stored,
                            before = user.PasswordHash ?? "",
                        },
                        tx.DbTransaction
                    ) == 0
                )
                {
                    return false;
                }
                await EndOthersAsync(tx, userId, caller.SessionId);
                await tx.RaiseOfUserAsync(userId, caller.Actor, AuditActions.PasswordChanged);
                return true;
            },
            ct
        );
        return changed;
    }

    /// <summary>The person whose link it is, whose password it now is; null where it is unknown, used, expired or opens too much.</summary>
    public async Task<long?> SetByLinkAsync(string token, string wanted, CancellationToken ct)
    {
        var link = new
        {
            token = hash.Of(token),
            purpose = LoginLinks.Password,
            now = time.UnixMs(),
        };
        const string sql = $"SELECT user_id FROM login_links WHERE {LinkHolds}";
        if (await database.ReadAsync(c => c.QuerySingleOrDefaultAsync<long?>(sql, link), ct) is not { } userId)
            return null;
        string stored = await passwords.CreateAsync(wanted, ct);
        bool isFirst = await database.WriteAsync(
            async tx =>
            {
                // Of two who come at once only one deletes it.
                if (await tx.Connection.ExecuteAsync($"DELETE FROM login_links WHERE {LinkHolds}", link, tx.DbTransaction) == 0)
                {
                    return false;
                }
                await tx.Connection.ExecuteAsync(
                    "UPDATE users SET password_hash = @stored WHERE id = @userId",
                    new { userId, stored },
                    tx.DbTransaction
                );
                await EndOthersAsync(tx, userId, keep: null);
                await tx.RaiseOfUserAsync(userId, $"user:{userId}", AuditActions.PasswordSet, "by a link");
                return true;
            },
            ct
        );
        return isFirst ? userId : null;
    }

    private static async Task EndOthersAsync(Transaction tx, long userId, string? keep)
    {
        await tx.Connection.ExecuteAsync(
            "DELETE FROM sessions WHERE user_id = @userId AND token_hash <> @keep",
            new { userId, keep = keep ?? "" },
            tx.DbTransaction
        );
        await tx.Connection.ExecuteAsync("DELETE FROM login_links WHERE user_id = @userId", new { userId }, tx.DbTransaction);
    }
}
