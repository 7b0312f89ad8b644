using CozeLoop.Platform.Relational;
using CozeLoop.Workspaces.Login;
using Dapper;

namespace CozeLoop.Workspaces.Members;

/// <summary>
/// The link by which somebody new sets a password. It is shown to whoever invites, so it is made only for one who could not log in to
/// anything else: of a person with a password, or who is in another workspace too, it would be a way into their account.
/// </summary>
internal sealed class Invitations(LoginLinks links, TimeProvider time)
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromDays(7);

    /// <returns>The user's id.</returns>
    public async Task<long> FindOrCreateUserAsync(Transaction tx, string email, string? name)
    {
        if (await tx.Connection.QuerySingleOrDefaultAsync<long?>("SELECT id FROM users WHERE email = @email", new { email },
            tx.DbTransaction) is { } known) return known;
        long id = RandomId.Next();
        await tx.Connection.ExecuteAsync(
            "INSERT INTO users (id, email, name, password_hash, created_ms) VALUES (@id, @email, @name, NULL, @now)",
            new { id, email, name = string.IsNullOrWhiteSpace(name) ? email.Split('@')[0] : name.Trim(),
                now = time.GetUtcNow().ToUnixTimeMilliseconds() }, tx.DbTransaction);
        return id;
    }

    /// <summary>The token of a new link, which replaces earlier ones; null for one whom a link would not invite but expose.</summary>
    public async Task<string?> CreateAsync(Transaction tx, long userId, long workspaceId)
    {
        long others = await tx.Connection.ExecuteScalarAsync<long>(
            """
            SELECT (SELECT COUNT(*) FROM users WHERE id = @userId AND password_hash IS NOT NULL)
                 + (SELECT COUNT(*) FROM members WHERE user_id = @userId AND workspace_id <> @workspaceId)
            """, new { userId, workspaceId }, tx.DbTransaction);
        if (others > 0) return null;
        await tx.Connection.ExecuteAsync("DELETE FROM login_links WHERE user_id = @userId", new { userId }, tx.DbTransaction);
        return await links.CreateAsync(tx, userId, LoginLinks.Password, Lifetime);
    }
}
