using CozeLoop.Contracts;
using CozeLoop.Platform.Relational;
using CozeLoop.Workspaces.Login;
using Dapper;

namespace CozeLoop.Workspaces.Members;

/// <summary>
/// The link with which someone new sets a password. It is shown to the person who invites, so it is made only for someone who cannot log in
/// to anything else: for a person with a password, or in another workspace too, it would be a way into their account.
/// </summary>
internal sealed class Invitations(LoginLinks links, TimeProvider time)
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromDays(7);

    /// <returns>The user's id, and whether there was such a user before.</returns>
    public async Task<(long Id, bool IsKnown)> FindOrCreateUserAsync(Transaction tx, string email, string? name)
    {
        if (
            await tx.Connection.QuerySingleOrDefaultAsync<long?>(
                "SELECT id FROM users WHERE email = @email",
                new { email },
                tx.DbTransaction
            ) is
            { } known
        )
            return (known, true);
        long id = RandomId.Next();
        await tx.Connection.ExecuteAsync(
            "INSERT INTO users (id, email, name, password_hash, created_ms) VALUES (@id, @email, @name, NULL, @now)",
            new
            {
                id,
                email,
                name = string.IsNullOrWhiteSpace(name) ? email.Split('@')[0] : name.Trim(),
                now = time.UnixMs(),
            },
            tx.DbTransaction
        );
        return (id, false);
    }

    /// <summary>
    /// The token of a new link, which replaces earlier ones; null for someone whom a link would expose rather than invite. An invitation
    /// into another workspace ends with that: its maker may still have it, and could use it to enter this one.
    /// </summary>
    public async Task<string?> CreateAsync(Transaction tx, long userId, long workspaceId)
    {
        long others = await tx.Connection.ExecuteScalarAsync<long>(
            """
            SELECT (SELECT COUNT(*) FROM users WHERE id = @userId AND password_hash IS NOT NULL)
                 + (SELECT COUNT(*) FROM members WHERE user_id = @userId AND workspace_id <> @workspaceId)
            """,
            new { userId, workspaceId },
            tx.DbTransaction
        );
        string replaced = "DELETE FROM login_links WHERE user_id = @userId" + (others > 0 ? " AND workspace_id IS NOT NULL" : "");
        await tx.Connection.ExecuteAsync(replaced, new { userId }, tx.DbTransaction);
        return others > 0 ? null : await links.CreateAsync(tx, userId, LoginLinks.Password, Lifetime, workspaceId);
    }
}
