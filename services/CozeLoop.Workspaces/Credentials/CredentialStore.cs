using CozeLoop.Contracts;
using CozeLoop.Contracts.Api;
using CozeLoop.Workspaces.Members;
using CozeLoop.Workspaces.Storage;
using Dapper;

namespace CozeLoop.Workspaces.Credentials;

/// <summary>Answers who holds a key or a session.</summary>
internal sealed class CredentialStore(WorkspacesDatabase database, SecretHash hash, TimeProvider time)
{
    private sealed record KeyRow(string PublicKey, long WorkspaceId, string Name, string Scopes, long FirstWorkspace);

    private sealed record SessionRow(string SessionId, long UserId, string Name, long WorkspaceId, string Role, long FirstWorkspace);

    private const string FirstWorkspace = "(SELECT id FROM workspaces ORDER BY created_ms, id LIMIT 1) AS FirstWorkspace";

    private const string KeySql = $"""
        SELECT public_key AS PublicKey, workspace_id AS WorkspaceId, name AS Name, scopes AS Scopes, {FirstWorkspace} FROM api_keys
        WHERE secret_hash = @secret AND revoked_ms IS NULL AND (expires_ms IS NULL OR expires_ms > @now)
        """;

    // A session names a person; the workspace is the one asked for, or the person's oldest.
    private const string SessionSql = $"""
        SELECT s.token_hash AS SessionId, u.id AS UserId, u.name AS Name, m.workspace_id AS WorkspaceId, m.role AS Role, {FirstWorkspace}
        FROM sessions s JOIN users u ON u.id = s.user_id JOIN members m ON m.user_id = u.id JOIN workspaces w ON w.id = m.workspace_id
        WHERE s.token_hash = @token AND s.expires_ms > @now AND (@workspace IS NULL OR m.workspace_id = @workspace)
        ORDER BY w.created_ms, w.id LIMIT 1
        """;

    public Task<CallerIdentity?> FindAsync(VerifyCredential credential, CancellationToken ct) =>
        credential switch
        {
            { SecretKey: { Length: > 0 } secret } => FindKeyAsync(secret, credential.PublicKey, credential.WorkspaceId, ct),
            { SessionToken: { Length: > 0 } token } => FindSessionAsync(hash.Of(token), credential.WorkspaceId, ct),
            { SessionId: { Length: > 0 } id } => FindSessionAsync(id, credential.WorkspaceId, ct),
            _ => Task.FromResult<CallerIdentity?>(null),
        };

    private async Task<CallerIdentity?> FindKeyAsync(string secret, string? publicKey, long? workspace, CancellationToken ct)
    {
        var row = await database.ReadAsync(
            c => c.QuerySingleOrDefaultAsync<KeyRow>(KeySql, new { secret = hash.Of(secret), now = Now() }),
            ct
        );
        // Of a pair both parts must match; a key of another workspace than the one named is not a key here.
        if (row is null || publicKey is not null && publicKey != row.PublicKey || workspace is { } id && id != row.WorkspaceId)
            return null;
        var scopes = RoleScopes.WithOperation(row.Scopes.Split(','), row.WorkspaceId == row.FirstWorkspace);
        return new CallerIdentity(row.WorkspaceId, "key:" + row.PublicKey, scopes, Role: null, row.Name);
    }

    private async Task<CallerIdentity?> FindSessionAsync(string token, long? workspace, CancellationToken ct)
    {
        var row = await database.ReadAsync(
            c =>
                c.QuerySingleOrDefaultAsync<SessionRow>(
                    SessionSql,
                    new
                    {
                        token,
                        now = Now(),
                        workspace,
                    }
                ),
            ct
        );
        if (row is null)
            return null;
        var scopes = RoleScopes.Of(row.Role, row.WorkspaceId == row.FirstWorkspace);
        return new CallerIdentity(row.WorkspaceId, "user:" + row.UserId, scopes, row.Role, row.Name) { SessionId = row.SessionId };
    }

    private long Now() => time.UnixMs();
}
