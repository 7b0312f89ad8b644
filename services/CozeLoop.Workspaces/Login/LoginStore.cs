using CozeLoop.Contracts;
using CozeLoop.Contracts.Api;
using CozeLoop.Platform.Web;
using CozeLoop.Workspaces.Credentials;
using CozeLoop.Workspaces.Storage;
using Dapper;

namespace CozeLoop.Workspaces.Login;

/// <summary>Sessions of people, by password or by a link that works once.</summary>
internal sealed class LoginStore(
    WorkspacesDatabase database,
    PasswordHashing passwords,
    LoginLinks links,
    SecretHash hash,
    TimeProvider time
)
{
    private static readonly TimeSpan SessionLifetime = TimeSpan.FromDays(14),
        LinkLifetime = TimeSpan.FromHours(24);

    private sealed record UserRow(long Id, string? PasswordHash);

    /// <summary>Null where address and password do not belong together.</summary>
    /// <exception cref="OverloadedException">Too many try at once.</exception>
    public async Task<LoginSession?> WithPasswordAsync(string email, string password, CancellationToken ct, string? client = null)
    {
        const string sql = "SELECT id AS Id, password_hash AS PasswordHash FROM users WHERE email = @email";
        var user = await database.ReadAsync(c => c.QuerySingleOrDefaultAsync<UserRow>(sql, new { email = Normalise(email) }), ct);
        return await passwords.VerifyAsync(password, user?.PasswordHash, ct) ? await StartAsync(user!.Id, client, ct) : null;
    }

    /// <summary>Null where the link is unknown, used or expired.</summary>
    public async Task<LoginSession?> WithLinkAsync(string token, CancellationToken ct, string? client = null)
    {
        const string exists = "SELECT COUNT(*) FROM login_links WHERE token_hash = @token";
        // Without a link there is nothing to write: anyone can ask, and there is one writer.
        if (await database.ReadAsync(c => c.ExecuteScalarAsync<long>(exists, new { token = hash.Of(token) }), ct) == 0)
            return null;
        long? userId = await database.WriteAsync(
            async tx =>
            {
                var args = new
                {
                    token = hash.Of(token),
                    now = Now(),
                    purpose = LoginLinks.Login,
                };
                const string sql = "SELECT user_id FROM login_links WHERE token_hash = @token AND purpose = @purpose AND expires_ms > @now";
                long? user = await tx.Connection.QuerySingleOrDefaultAsync<long?>(sql, args, tx.DbTransaction);
                // Of two who come at once only one deletes it.
                int used = await tx.Connection.ExecuteAsync(
                    "DELETE FROM login_links WHERE token_hash = @token AND purpose = @purpose",
                    args,
                    tx.DbTransaction
                );
                return used == 1 ? user : null;
            },
            ct
        );
        return userId is { } id ? await StartAsync(id, client, ct) : null;
    }

    /// <summary>A token for <c>/login/link?token=</c>, good for a day and once.</summary>
    public Task<string> CreateLinkAsync(long userId, CancellationToken ct) =>
        database.WriteAsync(tx => links.CreateAsync(tx, userId, LoginLinks.Login, LinkLifetime), ct);

    /// <summary>One who was removed from their last workspace has nothing to log in to.</summary>
    public async Task<bool> HasWorkspaceAsync(LoginSession session, CancellationToken ct)
    {
        long userId = long.Parse(session.UserId, System.Globalization.CultureInfo.InvariantCulture);
        return await database.ReadAsync(
                c => c.ExecuteScalarAsync<long>("SELECT COUNT(*) FROM members WHERE user_id = @userId", new { userId }),
                ct
            ) > 0;
    }

    /// <summary>Whose session it was; null where there was none.</summary>
    public Task<long?> EndAsync(string token, CancellationToken ct) =>
        database.WriteAsync(
            async tx =>
            {
                var args = new { hash = hash.Of(token) };
                long? userId = await tx.Connection.QuerySingleOrDefaultAsync<long?>(
                    "SELECT user_id FROM sessions WHERE token_hash = @hash",
                    args,
                    tx.DbTransaction
                );
                await tx.Connection.ExecuteAsync("DELETE FROM sessions WHERE token_hash = @hash", args, tx.DbTransaction);
                return userId;
            },
            ct
        );

    internal static string Normalise(string email) => email.Trim().ToLowerInvariant();

    /// <param name="client">What the browser or program calls itself, for the list of a person's sessions.</param>
    internal async Task<LoginSession> StartAsync(long userId, string? client, CancellationToken ct)
    {
        string token = SecretHash.New("");
        var expires = time.GetUtcNow().Add(SessionLifetime);
        var row = new
        {
            hash = hash.Of(token),
            userId,
            now = Now(),
            expires = expires.ToUnixMs(),
            client = Short(client),
        };
        await database.WriteAsync(
            async tx =>
            {
                await tx.Connection.ExecuteAsync(
                    "DELETE FROM sessions WHERE user_id = @userId AND expires_ms <= @now",
                    row,
                    tx.DbTransaction
                );
                const string sql = """
                    INSERT INTO sessions (token_hash, user_id, created_ms, expires_ms, client) VALUES (@hash, @userId, @now, @expires,
                        @client)
                    """;
                await tx.Connection.ExecuteAsync(sql, row, tx.DbTransaction);
                return true;
            },
            ct
        );
        return new LoginSession(token, expires, userId.ToString(System.Globalization.CultureInfo.InvariantCulture));
    }

    private static string? Short(string? client) => client is { Length: > 200 } ? client[..200] : client;

    private long Now() => time.UnixMs();
}
