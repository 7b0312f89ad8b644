using CozeLoop.Contracts.Api;
using Dapper;

namespace CozeLoop.Experiments.Storage;

/// <summary>Reads replays, items, calls and results; every read is bounded by its workspace.</summary>
internal sealed class ReplayStore(ExperimentsDatabase db)
{
    public Task<ReplayRow?> FindAsync(long workspace, string id, CancellationToken ct) =>
        db.ReadAsync(
            c =>
                c.QuerySingleOrDefaultAsync<ReplayRow>(
                    $"{ReplayRow.Select} WHERE workspace_id = @workspace AND id = @id",
                    new { workspace, id }
                ),
            ct
        );

    /// <summary>Newest first, before the one named by the cursor.</summary>
    public async Task<IReadOnlyList<ReplayRow>> ListAsync(long workspace, string? before, int limit, CancellationToken ct) =>
        (
            await db.ReadAsync(
                c =>
                    c.QueryAsync<ReplayRow>(
                        $"{ReplayRow.Select} WHERE workspace_id = @workspace AND (@before IS "
                            + $"NULL OR id < @before) ORDER BY id DESC LIMIT @limit",
                        new
                        {
                            workspace,
                            before,
                            limit,
                        }
                    ),
                ct
            )
        ).AsList();

    public async Task<IReadOnlyList<ItemRow>> ItemsAsync(long workspace, string replayId, CancellationToken ct) =>
        (
            await db.ReadAsync(
                c =>
                    c.QueryAsync<ItemRow>(
                        $"{ItemRow.Select} WHERE replay_id = @replayId AND workspace_id = @workspace ORDER BY position",
                        new { workspace, replayId }
                    ),
                ct
            )
        ).AsList();

    public Task<ItemRow> ItemAsync(long workspace, string itemId, CancellationToken ct) =>
        db.ReadAsync(
            c =>
                c.QuerySingleAsync<ItemRow>(
                    $"{ItemRow.Select} WHERE id = @itemId AND workspace_id = @workspace",
                    new { workspace, itemId }
                ),
            ct
        );

    public async Task<IReadOnlyList<CallRow>> CallsAsync(long workspace, string replayId, CancellationToken ct) =>
        (
            await db.ReadAsync(
                c =>
                    c.QueryAsync<CallRow>(
                        $"{CallRow.Select} WHERE replay_id = @replayId AND workspace_id = @workspace ORDER BY seq",
                        new { workspace, replayId }
                    ),
                ct
            )
        ).AsList();

    public async Task<IReadOnlyList<ResultRow>> ResultsAsync(string replayId, CancellationToken ct) =>
        (
            await db.ReadAsync(c => c.QueryAsync<ResultRow>($"{ResultRow.Select} WHERE replay_id = @replayId", new { replayId }), ct)
        ).AsList();

    public async Task<IReadOnlyList<PromotionRow>> PromotionsAsync(string replayId, CancellationToken ct) =>
        (
            await db.ReadAsync(
                c =>
                    c.QueryAsync<PromotionRow>(
                        "SELECT label AS Label, version AS Version, time_ms AS TimeMs, actor AS Actor, reason AS "
                            + "Reason FROM replay_promotions WHERE replay_id = @replayId ORDER BY time_ms",
                        new { replayId }
                    ),
                ct
            )
        ).AsList();

    /// <summary>Whether anything of the run is still to come: calls, or scores of answered ones.</summary>
    public static Task<bool> HasOpenCallsAsync(
        System.Data.Common.DbConnection connection,
        string replayId,
        System.Data.Common.DbTransaction? transaction
    ) =>
        connection.ExecuteScalarAsync<bool>(
            "SELECT EXISTS (SELECT 1 FROM replay_calls WHERE replay_id = @replayId AND state IN @Open)",
            new { replayId, CallStates.Open },
            transaction
        );

    public Task<CallTotals> TotalsAsync(string replayId, CancellationToken ct) => db.ReadAsync(c => TotalsAsync(c, replayId, null), ct);

    public static Task<CallTotals> TotalsAsync(
        System.Data.Common.DbConnection connection,
        string replayId,
        System.Data.Common.DbTransaction? transaction
    ) =>
        connection.QuerySingleAsync<CallTotals>(
            $"""
            SELECT COUNT(*) AS Total,
                   COALESCE(SUM(CASE WHEN state IN ('{CallStates.Done}', '{CallStates.Failed}') THEN 1 ELSE 0 END), 0) AS Done,
                   COALESCE(SUM(CASE WHEN state = '{CallStates.Missing}' THEN 1 ELSE 0 END), 0) AS Missing,
                   COALESCE(SUM(CASE WHEN state = '{CallStates.Skipped}' THEN 1 ELSE 0 END), 0) AS Skipped,
                   COALESCE(SUM(CASE WHEN state = '{CallStates.Pending}' THEN 1 ELSE 0 END), 0) AS Pending,
                   COALESCE(SUM(CASE WHEN state IN ('{CallStates.Woken}', '{CallStates.Sent}') THEN 1 ELSE 0 END), 0) AS InFlight,
                   COALESCE(SUM(CASE WHEN state = '{CallStates.Answered}' THEN 1 ELSE 0 END), 0) AS Answered,
                   COALESCE(SUM(repeated), 0) AS Repeated,
                   COALESCE(SUM(cached), 0) AS Cached,
                   COALESCE(SUM(simulated), 0) AS Simulated,
                   SUM(CASE WHEN cached = 0 THEN cost_nano END) AS CallNano,
                   (SELECT SUM(cost_nano) FROM replay_results WHERE replay_id = @replayId) AS JudgeNano
            FROM replay_calls WHERE replay_id = @replayId
            """,
            new { replayId },
            transaction
        );
}

internal sealed class CallTotals
{
    public int Total { get; set; }
    public int Done { get; set; }
    public int Missing { get; set; }
    public int Skipped { get; set; }
    public int Pending { get; set; }
    public int InFlight { get; set; }
    public int Answered { get; set; }
    public int Repeated { get; set; }
    public int Cached { get; set; }
    public int Simulated { get; set; }
    public long? CallNano { get; set; }
    public long? JudgeNano { get; set; }
    public int Open => Pending + InFlight + Answered;

    /// <summary>Null while nothing that was bought had a price: unknown, not zero.</summary>
    public decimal? CostUsd => CallNano is null && JudgeNano is null ? null : Columns.FromNano((CallNano ?? 0) + (JudgeNano ?? 0));
}

internal sealed class PromotionRow
{
    public string Label { get; set; } = "";
    public int Version { get; set; }
    public long TimeMs { get; set; }
    public string Actor { get; set; } = "";
    public string? Reason { get; set; }
}
