using CozeLoop.Contracts.Api;
using CozeLoop.Workspaces.Credentials;
using CozeLoop.Workspaces.Storage;
using Dapper;

namespace CozeLoop.Workspaces.Login;

/// <summary>Sessions of people, by password or by a link that works once.</summary>
internal sealed class LoginStore(WorkspacesDatabase database, SecretHash hash, TimeProvider time)
{
    private static readonly TimeSpan SessionLifetime = TimeSpan.FromDays(14), LinkLifetime = TimeSpan.FromHours(24);
    // Verified when there is no such user, so that the answer takes as long and tells nobody which addresses exist.
    private static readonly string NobodysHash = PasswordHash.Create("nobody");

    private sealed record UserRow(long Id, string? PasswordHash);

    /// <summary>Null where address and password do not belong together.</summary>
    public async Task<LoginSession?> WithPasswordAsync(string email, string password, CancellationToken ct)
    {
        var user = await database.ReadAsync(c => c.QuerySingleOrDefaultAsync<UserRow>("SELECT id AS Id, password_hash AS PasswordHash FROM users WHERE email = @email", new { email = Normalise(email) }), ct);
        // Argon2 takes tens of milliseconds of CPU: not on a thread that serves requests.
        bool matches = await Task.Run(() => PasswordHash.Verify(password, user?.PasswordHash ?? NobodysHash), ct);
        return matches && user?.PasswordHash is not null ? await StartAsync(user.Id, ct) : null;
    }

    /// <summary>Null where the link is unknown, used or expired.</summary>
    public async Task<LoginSession?> WithLinkAsync(string token, CancellationToken ct)
    {
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
