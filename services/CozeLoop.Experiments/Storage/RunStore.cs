using System.Data.Common;
using CozeLoop.Contracts.Api;
using Dapper;

namespace CozeLoop.Experiments.Storage;

/// <summary>Reads runs, items, calls and results; what people see is bounded by its workspace.</summary>
internal sealed class RunStore(ExperimentsDatabase db)
{
    public Task<RunRow?> FindAsync(long workspace, string id, CancellationToken ct) =>
        db.ReadAsync(
            c =>
                c.QuerySingleOrDefaultAsync<RunRow>($"{RunRow.Select} WHERE workspace_id = @workspace AND id = @id", new { workspace, id }),
            ct
        );

    /// <summary>Newest first, before the one named by the cursor.</summary>
    public Task<IReadOnlyList<RunRow>> ListAsync(long workspace, string source, string? before, int limit, CancellationToken ct) =>
        QueryAsync<RunRow>(
            $"{RunRow.Select} WHERE workspace_id = @workspace AND source = @source "
                + "AND (@before IS NULL OR id < @before) ORDER BY id DESC LIMIT @limit",
            new
            {
                workspace,
                source,
                before,
                limit,
            },
            ct
        );

    public async Task<ItemRow> ItemAsync(long workspace, string itemId, CancellationToken ct) =>
        (await ItemsAsync(workspace, [itemId], ct)).Single();

    /// <summary>In no order.</summary>
    public Task<IReadOnlyList<ItemRow>> ItemsAsync(long workspace, IReadOnlyList<string> itemIds, CancellationToken ct) =>
        QueryAsync<ItemRow>($"{ItemRow.Select} WHERE id IN @itemIds AND workspace_id = @workspace", new { workspace, itemIds }, ct);

    public Task<IReadOnlyList<CallRow>> CallsOfAsync(long workspace, IReadOnlyList<string> itemIds, CancellationToken ct) =>
        QueryAsync<CallRow>($"{CallRow.Select} WHERE item_id IN @itemIds AND workspace_id = @workspace", new { workspace, itemIds }, ct);

    public Task<IReadOnlyList<ResultRow>> ResultsAsync(string runId, CancellationToken ct) =>
        QueryAsync<ResultRow>($"{ResultRow.Select} WHERE run_id = @runId", new { runId }, ct);

    public Task<IReadOnlyList<ResultRow>> ResultsOfAsync(string runId, IReadOnlyList<string> itemIds, CancellationToken ct) =>
        QueryAsync<ResultRow>(
            $"{ResultRow.Select} WHERE run_id = @runId AND call_id IN (SELECT id FROM run_calls WHERE item_id IN @itemIds)",
            new { runId, itemIds },
            ct
        );

    /// <summary>Of several runs, oldest first.</summary>
    public Task<IReadOnlyList<PromotionRow>> PromotionsAsync(IReadOnlyList<string> runIds, CancellationToken ct) =>
        QueryAsync<PromotionRow>(
            "SELECT run_id AS RunId, label AS Label, version AS Version, time_ms AS TimeMs, actor AS Actor, reason AS Reason "
                + "FROM run_promotions WHERE run_id IN @runIds ORDER BY time_ms",
            new { runIds },
            ct
        );

    /// <summary>Whether anything of the run is still to come: calls, or scores of answered ones.</summary>
    public static Task<bool> HasOpenCallsAsync(DbConnection connection, string runId, DbTransaction? transaction) =>
        connection.ExecuteScalarAsync<bool>(
            "SELECT EXISTS (SELECT 1 FROM run_calls WHERE run_id = @runId AND state IN @Open)",
            new { runId, CallStates.Open },
            transaction
        );

    /// <returns>By run, for every one that has calls.</returns>
    public async Task<IReadOnlyDictionary<string, CallTotals>> TotalsAsync(IReadOnlyList<string> runIds, CancellationToken ct) =>
        (await db.ReadAsync(c => c.QueryAsync<CallTotals>(CallTotals.Select, new { runIds }), ct)).ToDictionary(t => t.RunId);

    public static Task<CallTotals> TotalsAsync(DbConnection connection, string runId, DbTransaction? transaction) =>
        connection.QuerySingleAsync<CallTotals>(CallTotals.Select, new { runIds = new[] { runId } }, transaction);

    private async Task<IReadOnlyList<T>> QueryAsync<T>(string sql, object parameters, CancellationToken ct) =>
        (await db.ReadAsync(c => c.QueryAsync<T>(sql, parameters), ct)).AsList();
}
