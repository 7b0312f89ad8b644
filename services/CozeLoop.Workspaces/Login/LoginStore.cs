using CozeLoop.Contracts.Api;
using CozeLoop.Platform.Web;
using CozeLoop.Workspaces.Credentials;
using CozeLoop.Workspaces.Storage;
using Dapper;

namespace CozeLoop.Workspaces.Login;

/// <summary>Sessions of people, by password or by a link that works once.</summary>
internal sealed class LoginStore(WorkspacesDatabase database, PasswordHashing passwords, SecretHash hash, TimeProvider time)
{
    private static readonly TimeSpan SessionLifetime = TimeSpan.FromDays(14), LinkLifetime = TimeSpan.FromHours(24);

    private sealed record UserRow(long Id, string? PasswordHash);

    /// <summary>Null where address and password do not belong together.</summary>
    /// <exception cref="OverloadedException">Too many try at once.</exception>
    public async Task<LoginSession?> WithPasswordAsync(string email, string password, CancellationToken ct)
    {
        const string sql = "SELECT id AS Id, password_hash AS PasswordHash FROM users WHERE email = @email";
        var user = await database.ReadAsync(c => c.QuerySingleOrDefaultAsync<UserRow>(sql, new { email = Normalise(email) }), ct);
        return await passwords.VerifyAsync(password, user?.PasswordHash, ct) ? await StartAsync(user!.Id, ct) : null;
    }

    /// <summary>Null where the link is unknown, used or expired.</summary>
    public async Task<LoginSession?> WithLinkAsync(string token, CancellationToken ct)
    {
        const string exists = "SELECT COUNT(*) FROM login_links WHERE token_hash = @token";
        // Without a link there is nothing to write: anybody can ask, and there is one writer.
        if (await database.ReadAsync(c => c.ExecuteScalarAsync<long>(exists, new { token = hash.Of(token) }), ct) == 0) return null;
        long? userId = await database.WriteAsync(async tx =>
        {
            var args = new { token = hash.Of(token), now = Now() };
            long? user = await tx.Connection.QuerySingleOrDefaultAsync<long?>("SELECT user_id FROM login_links WHERE token_hash = @token AND expires_ms > @now", args, tx.DbTransaction);
            // Of two who come at once only one deletes it.
            int used = await tx.Connection.ExecuteAsync("DELETE FROM login_links WHERE token_hash = @token", args, tx.DbTransaction);
            return used == 1 ? user : null;
        }, ct);
        return userId is { } id ? await StartAsync(id, ct) : null;
    }

    /// <summary>A token for <c>/login/link?token=</c>, good for a day and once.</summary>
    public async Task<string> CreateLinkAsync(long userId, CancellationToken ct)
    {
        string token = SecretHash.New("");
        await database.WriteAsync(tx => tx.Connection.ExecuteAsync(
            "INSERT INTO login_links (token_hash, user_id, expires_ms) VALUES (@hash, @userId, @expires)",
            new { hash = hash.Of(token), userId, expires = time.GetUtcNow().Add(LinkLifetime).ToUnixTimeMilliseconds() }, tx.DbTransaction), ct);
        return token;
    }

    public Task EndAsync(string token, CancellationToken ct) =>
        database.WriteAsync(tx => tx.Connection.ExecuteAsync("DELETE FROM sessions WHERE token_hash = @hash", new { hash = hash.Of(token) }, tx.DbTransaction), ct);

    internal static string Normalise(string email) => email.Trim().ToLowerInvariant();

    private async Task<LoginSession> StartAsync(long userId, CancellationToken ct)
    {
        string token = SecretHash.New("");
        var expires = time.GetUtcNow().Add(SessionLifetime);
        await database.WriteAsync(tx => tx.Connection.ExecuteAsync(
            "INSERT INTO sessions (token_hash, user_id, created_ms, expires_ms) VALUES (@hash, @userId, @now, @expires)",
            new { hash = hash.Of(token), userId, now = Now(), expires = expires.ToUnixTimeMilliseconds() }, tx.DbTransaction), ct);
        return new LoginSession(token, expires, userId.ToString(System.Globalization.CultureInfo.InvariantCulture));
    }

    private long Now() => time.GetUtcNow().ToUnixTimeMilliseconds();
}
