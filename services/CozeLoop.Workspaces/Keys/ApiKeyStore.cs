using CozeLoop.Contracts;
using CozeLoop.Contracts.Api;
using CozeLoop.Platform.Auth;
using CozeLoop.Platform.Relational;
using CozeLoop.Platform.Web;
using CozeLoop.Workspaces.Credentials;
using CozeLoop.Workspaces.Storage;
using Dapper;

namespace CozeLoop.Workspaces.Keys;

/// <summary>API keys of a workspace. The secret leaves once, when the key is made.</summary>
internal sealed class ApiKeyStore(WorkspacesDatabase database, SecretHash hash, TimeProvider time)
{
    public const string List = "api-keys";

    private sealed record Row(string PublicKey, string Name, string Scopes, long CreatedMs, long? ExpiresMs, long? RevokedMs);

    private const string Columns =
        "public_key AS PublicKey, name AS Name, scopes AS Scopes, created_ms AS "
        + "CreatedMs, expires_ms AS ExpiresMs, revoked_ms AS RevokedMs";

    /// <summary>Newest first; those of one millisecond by public key.</summary>
    public async Task<Page<ApiKeySummary>> ListAsync(long workspaceId, int limit, Cursor? after, CancellationToken ct)
    {
        var rows = await database.ReadAsync(
            c =>
                c.QueryAsync<Row>(
                    $"""
                    SELECT {Columns} FROM api_keys
                    WHERE workspace_id = @workspaceId AND (@Time IS NULL OR created_ms < @Time OR (created_ms = @Time AND public_key < @Id))
                    ORDER BY created_ms DESC, public_key DESC LIMIT @rows
                    """,
                    new
                    {
                        workspaceId,
                        after?.Time,
                        after?.Id,
                        rows = limit + 1,
                    }
                ),
            ct
        );
        return PageRequest.Page(List, rows.AsList(), limit, r => new Cursor(r.CreatedMs, r.PublicKey), ToSummary);
    }

    public Task<CreatedApiKey> CreateAsync(Caller caller, CreateApiKey request, CancellationToken ct) =>
        database.WriteAsync(
            async tx =>
            {
                var created = await InsertAsync(tx, caller.WorkspaceId, request, SecretHash.New("pk-"), SecretHash.New("sk-"));
                tx.Raise(new KeyCreated(caller, created.Key.PublicKey, created.Key.Name));
                return created;
            },
            ct
        );

    /// <summary>Inserts a key whose parts are given: the first start may be told them.</summary>
    public async Task<CreatedApiKey> InsertAsync(Transaction tx, long workspaceId, CreateApiKey request, string publicKey, string secretKey)
    {
        var now = time.GetUtcNow();
        IReadOnlyList<string> scopes = request.Scopes ?? [Scopes.Ingest, Scopes.Read, Scopes.Write];
        await tx.Connection.ExecuteAsync(
            "INSERT INTO api_keys (public_key, workspace_id, secret_hash, name, scopes, created_ms, expires_ms) "
                + "VALUES (@publicKey, @workspaceId, @secretHash, @name, @scopes, @created, @expires)",
            new
            {
                publicKey,
                workspaceId,
                secretHash = hash.Of(secretKey),
                name = request.Name,
                scopes = string.Join(',', scopes),
                created = now.ToUnixMs(),
                expires = request.ExpiresAt?.ToUnixMs(),
            },
            tx.DbTransaction
        );
        return new CreatedApiKey(new ApiKeySummary(publicKey, request.Name, scopes, now, request.ExpiresAt, RevokedAt: null), secretKey);
    }

    /// <summary>False where the workspace has no such key. Revoking twice is done once.</summary>
    public Task<bool> RevokeAsync(Caller caller, string publicKey, CancellationToken ct) =>
        database.WriteAsync(
            async tx =>
            {
                int changed = await tx.Connection.ExecuteAsync(
                    "UPDATE api_keys SET revoked_ms = COALESCE(revoked_ms, @now) WHERE "
                        + "public_key = @publicKey AND workspace_id = @workspaceId",
                    new
                    {
                        now = time.UnixMs(),
                        publicKey,
                        workspaceId = caller.WorkspaceId,
                    },
                    tx.DbTransaction
                );
                if (changed == 0)
                    return false;
                tx.Raise(new KeyRevoked(caller, publicKey));
                return true;
            },
            ct
        );

    private static ApiKeySummary ToSummary(Row row) =>
        new(
            row.PublicKey,
            row.Name,
            row.Scopes.Split(','),
            Times.OfUnixMs(row.CreatedMs),
            Times.OfUnixMs(row.ExpiresMs),
            Times.OfUnixMs(row.RevokedMs)
        );
}
