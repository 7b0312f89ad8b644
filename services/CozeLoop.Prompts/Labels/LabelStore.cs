using System.Data.Common;
using CozeLoop.Contracts;
using CozeLoop.Contracts.Api;
using CozeLoop.Platform.Auth;
using CozeLoop.Platform.Relational;
using CozeLoop.Prompts.Prompts;
using Dapper;

namespace CozeLoop.Prompts.Labels;

/// <summary>Labels that point at a version, and the history of their moves with the evidence for each.</summary>
internal sealed class LabelStore(PromptsDatabase database, TimeProvider time)
{
    private const string SelectMoves = """
        SELECT label, from_version AS FromVersion, to_version AS ToVersion, moved_at AS MovedAt, actor,
               replay_id AS ReplayId, verdict, reason, simulated
        FROM promotions WHERE workspace_id = @workspace AND prompt_key = @key
        """;

    /// <summary>Moves a label. The same move with the same evidence again changes and tells nothing.</summary>
    public Task<LabelOutcome> PutAsync(Caller caller, string key, string label, PutLabel put, CancellationToken ct) =>
        database.WriteAsync<LabelOutcome>(
            async tx =>
            {
                long workspace = caller.WorkspaceId;
                if (await PromptStore.LockAsync(tx, workspace, key) is null)
                    return new LabelOutcome.NoPrompt();
                var args = new
                {
                    workspace,
                    key,
                    label,
                    put.Version,
                };
                if (
                    await tx.Connection.ExecuteScalarAsync<long>(
                        "SELECT COUNT(*) FROM versions WHERE workspace_id = @workspace AND prompt_key = @key AND version = @Version",
                        args,
                        tx.DbTransaction
                    ) == 0
                )
                    return new LabelOutcome.NoVersion();
                var last = await tx.Connection.QuerySingleOrDefaultAsync<MoveRow>(
                    SelectMoves + " AND label = @label ORDER BY moved_at DESC LIMIT 1",
                    args,
                    tx.DbTransaction
                );
                if (last is null || !last.Tells(put))
                {
                    await MoveAsync(
                        tx,
                        caller,
                        key,
                        new MoveRow
                        {
                            Label = label,
                            FromVersion = last?.ToVersion,
                            ToVersion = put.Version,
                            Actor = caller.Actor,
                            // Two moves within a millisecond keep their order.
                            MovedAt = Math.Max(time.UnixMs(), (last?.MovedAt ?? 0) + 1),
                            ReplayId = put.ReplayId,
                            Verdict = put.Verdict,
                            Reason = put.Reason,
                            Simulated = put.Simulated ? 1 : 0,
                        }
                    );
                }
                return new LabelOutcome.Put((await PromptStore.ReadAsync(tx.Connection, workspace, key, tx.DbTransaction))!);
            },
            ct
        );

    public static async Task<IReadOnlyDictionary<string, int>> ReadAsync(DbConnection c, DbTransaction? tx, long workspace, string key) =>
        (
            await c.QueryAsync<LabelRow>(
                """SELECT prompt_key AS "Key", label, version FROM labels WHERE workspace_id = @workspace AND prompt_key = @key""",
                new { workspace, key },
                tx
            )
        ).ToDictionary(l => l.Label, l => (int)l.Version);

    /// <summary>Newest first.</summary>
    public static async Task<IReadOnlyList<PromptPromotion>> PromotionsAsync(
        DbConnection c,
        DbTransaction? tx,
        long workspace,
        string key
    ) =>
        [
            .. (await c.QueryAsync<MoveRow>(SelectMoves + " ORDER BY moved_at DESC, label", new { workspace, key }, tx)).Select(m =>
                m.ToPromotion()
            ),
        ];

    private static async Task MoveAsync(Transaction tx, Caller caller, string key, MoveRow move)
    {
        var args = new
        {
            workspace = caller.WorkspaceId,
            key,
            move.Label,
            move.FromVersion,
            move.ToVersion,
            move.MovedAt,
            move.Actor,
            move.ReplayId,
            move.Verdict,
            move.Reason,
            move.Simulated,
        };
        await tx.Connection.ExecuteAsync(
            "DELETE FROM labels WHERE workspace_id = @workspace AND prompt_key = @key AND label = @Label",
            args,
            tx.DbTransaction
        );
        await tx.Connection.ExecuteAsync(
            "INSERT INTO labels (workspace_id, prompt_key, label, version) VALUES (@workspace, @key, @Label, @ToVersion)",
            args,
            tx.DbTransaction
        );
        await tx.Connection.ExecuteAsync(
            """
            INSERT INTO promotions (workspace_id, prompt_key, label, moved_at, from_version, to_version, actor,
                                    replay_id, verdict, reason, simulated)
            VALUES (@workspace, @key, @Label, @MovedAt, @FromVersion, @ToVersion, @Actor, @ReplayId, @Verdict, @Reason, @Simulated)
            """,
            args,
            tx.DbTransaction
        );
        await tx.Connection.ExecuteAsync(
            "UPDATE prompts SET updated_at = @MovedAt WHERE workspace_id = @workspace AND prompt_key = @key",
            args,
            tx.DbTransaction
        );
        tx.Raise(new LabelMoved(caller, key, move));
    }
}

internal sealed class LabelRow
{
    public string Key { get; init; } = "";
    public string Label { get; init; } = "";
    public long Version { get; init; }
}

internal sealed class MoveRow
{
    public string Label { get; init; } = "";
    public long? FromVersion { get; init; }
    public long ToVersion { get; init; }
    public long MovedAt { get; init; }
    public string Actor { get; init; } = "";
    public string? ReplayId { get; init; }
    public string? Verdict { get; init; }
    public string? Reason { get; init; }
    public long Simulated { get; init; }

    public bool Tells(PutLabel put) => (ToVersion, ReplayId, Verdict, Reason) == (put.Version, put.ReplayId, put.Verdict, put.Reason);

    public PromptPromotion ToPromotion() =>
        new(Label, (int?)FromVersion, (int)ToVersion, Times.OfUnixMs(MovedAt), Actor, ReplayId, Verdict, Reason)
        {
            Simulated = Simulated != 0,
        };
}

internal abstract record LabelOutcome
{
    private LabelOutcome() { }

    public sealed record NoPrompt : LabelOutcome;

    public sealed record NoVersion : LabelOutcome;

    public sealed record Put(Prompt Prompt) : LabelOutcome;
}
