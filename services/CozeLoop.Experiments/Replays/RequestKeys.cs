using System.Security.Cryptography;
using System.Text;
using CozeLoop.Contracts;
using CozeLoop.Experiments.Storage;
using CozeLoop.Platform.Relational;
using Dapper;

namespace CozeLoop.Experiments.Replays;

/// <summary>Idempotency keys: for 24 hours the same key and body give the same replay, another body is a conflict.</summary>
internal sealed class RequestKeys(ExperimentsDatabase db, TimeProvider time)
{
    private static readonly long LifetimeMs = (long)TimeSpan.FromHours(24).TotalMilliseconds;

    public sealed record Known(string ReplayId, bool SameBody);

    public async Task<Known?> FindAsync(long workspace, string key, string body, CancellationToken ct)
    {
        long since = time.UnixMs() - LifetimeMs;
        var row = await db.ReadAsync(
            c =>
                c.QuerySingleOrDefaultAsync<Row>(
                    "SELECT replay_id AS ReplayId, body_hash AS BodyHash FROM request_keys WHERE "
                        + "workspace_id = @workspace AND request_key = @key AND created_ms > @since",
                    new
                    {
                        workspace,
                        key,
                        since,
                    }
                ),
            ct
        );
        return row is null ? null : new Known(row.ReplayId, row.BodyHash == Hash(body));
    }

    /// <summary>In the transaction that writes the replay: of two requests at once one fails here, on the primary key.</summary>
    /// <returns>False where another request took the key meanwhile.</returns>
    public static async Task<bool> TakeAsync(Transaction tx, long workspace, string key, string body, string replayId, long nowMs)
    {
        await tx.Connection.ExecuteAsync(
            "DELETE FROM request_keys WHERE created_ms <= @before",
            new { before = nowMs - LifetimeMs },
            tx.DbTransaction
        );
        return await tx.Connection.ExecuteAsync(
                "INSERT INTO request_keys (workspace_id, request_key, body_hash, replay_id, created_ms) SELECT @workspace, "
                    + "@key, @hash, @replayId, @nowMs WHERE NOT EXISTS (SELECT 1 FROM request_keys "
                    + "WHERE workspace_id = @workspace AND request_key = @key)",
                new
                {
                    workspace,
                    key,
                    hash = Hash(body),
                    replayId,
                    nowMs,
                },
                tx.DbTransaction
            ) == 1;
    }

    private static string Hash(string body) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(body)));

    private sealed class Row
    {
        public string ReplayId { get; set; } = "";
        public string BodyHash { get; set; } = "";
    }
}
