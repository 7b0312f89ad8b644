using CozeLoop.Contracts.Api;
using CozeLoop.Workspaces.Members;
using CozeLoop.Workspaces.Storage;
using Dapper;

namespace CozeLoop.Workspaces.Credentials;

/// <summary>Answers who holds a key or a session.</summary>
internal sealed class CredentialStore(WorkspacesDatabase database, SecretHash hash, TimeProvider time)
{
    private sealed record KeyRow(string PublicKey, long WorkspaceId, string Name, string Scopes);
    private sealed record SessionRow(long UserId, string Name, long WorkspaceId, string Role);

    private const string KeySql = """
        SELECT public_key AS PublicKey, workspace_id AS WorkspaceId, name AS Name, scopes AS Scopes FROM api_keys
        WHERE secret_hash = @secret AND revoked_ms IS NULL AND (expires_ms IS NULL OR expires_ms > @now)
        """;

    // A session names a person; the workspace is the one asked for, or the person's first.
    private const string SessionSql = """
        SELECT u.id AS UserId, u.name AS Name, m.workspace_id AS WorkspaceId, m.role AS Role
        FROM sessions s JOIN users u ON u.id = s.user_id JOIN members m ON m.user_id = u.id
        WHERE s.token_hash = @token AND s.expires_ms > @now AND (@workspace IS NULL OR m.workspace_id = @workspace)
        ORDER BY m.workspace_id LIMIT 1
        """;

    public Task<CallerIdentity?> FindAsync(VerifyCredential credential, CancellationToken ct) => credential switch
    {
        { SecretKey: { Length: > 0 } secret } => FindKeyAsync(secret, credential.PublicKey, credential.WorkspaceId, ct),
        { SessionToken: { Length: > 0 } token } => FindSessionAsync(token, credential.WorkspaceId, ct),
        _ => Task.FromResult<CallerIdentity?>(null),
    };

    private async Task<CallerIdentity?> FindKeyAsync(string secret, string? publicKey, long? workspace, CancellationToken ct)
    {
        var row = await database.ReadAsync(c => c.QuerySingleOrDefaultAsync<KeyRow>(KeySql, new { secret = hash.Of(secret), now = Now() }), ct);
        // Of a pair both parts must match; a key of another workspace than the one named is no key here.
        if (row is null || publicKey is not null && publicKey != row.PublicKey || workspace is { } id && id != row.WorkspaceId) return null;
        return new CallerIdentity(row.WorkspaceId, "key:" + row.PublicKey, row.Scopes.Split(','), Role: null, row.Name);
    }

    private async Task<CallerIdentity?> FindSessionAsync(string token, long? workspace, CancellationToken ct)
    {
        var row = await database.ReadAsync(c => c.QuerySingleOrDefaultAsync<SessionRow>(SessionSql, new { token = hash.Of(token), now = Now(), workspace }), ct);
        return row is null ? null : new CallerIdentity(row.WorkspaceId, "user:" + row.UserId, Roles.ScopesOf(row.Role), row.Role, row.Name);
    }

    private long Now() => time.GetUtcNow().ToUnixTimeMilliseconds();
}
