using CozeLoop.Contracts.Api;
using CozeLoop.Contracts.Messages;
using CozeLoop.Experiments.Storage;
using CozeLoop.Platform.Relational;
using Dapper;

namespace CozeLoop.Experiments.Runs.Calls;

/// <summary>
/// Publishes no more calls than may be in flight, so that pausing, cancelling and a spent budget need no message to be recalled: what is
/// not published simply stays in the database. Always called in the transaction that made room.
/// </summary>
internal static class CallWindow
{
    /// <returns>How many calls are in flight after it.</returns>
    public static async Task<int> FillAsync(Transaction tx, string runId, long nowMs)
    {
        // Two writers must not both fill the same room.
        var run = await tx.Connection.QuerySingleAsync<RunState>(
            $"{RunState.Select} WHERE id = @runId{tx.ForUpdate}",
            new { runId },
            tx.DbTransaction
        );
        int inFlight = await tx.Connection.ExecuteScalarAsync<int>(
            "SELECT COUNT(*) FROM run_calls WHERE run_id = @runId AND state IN @states",
            new { runId, states = CallStates.InFlight },
            tx.DbTransaction
        );
        if (run.State != RunStates.Running || run.BudgetStopped)
            return inFlight;
        // After a fault one call at a time tells whether the provider is back.
        int room = (run.Faults > 0 ? 1 : run.Concurrency) - inFlight;
        if (room > 0 && run.BudgetNano is { } budget)
            room = await AffordableAsync(tx, run, budget, inFlight, room);
        return room > 0 ? inFlight + await PublishAsync(tx, run, room, nowMs) : inFlight;
    }

    /// <summary>How many more calls the budget holds; with none in flight and none affordable the run ends where it is.</summary>
    private static async Task<int> AffordableAsync(Transaction tx, RunState run, long budget, int inFlight, int room)
    {
        var totals = await RunStore.TotalsAsync(tx.Connection, run.Id, tx.DbTransaction);
        long spent = (totals.CallNano ?? 0) + (totals.JudgeNano ?? 0);
        int bought = totals.Done + totals.Answered - totals.Cached;
        long each = Math.Max(run.CallNano ?? 0, bought > 0 ? spent / bought : 0);
        // Calls in flight and calls whose outcome is unknown are reserved as if they had been paid.
        long left = budget - spent - each * (inFlight + totals.Repeated);
        int affordable = each == 0 ? (left > 0 ? room : 0) : (int)Math.Clamp(left / each, 0, room);
        if (affordable > 0 || inFlight > 0)
            return affordable;
        await tx.Connection.ExecuteAsync(
            $"UPDATE run_calls SET state = '{CallStates.Skipped}', cause = '{CallCauses.Budget}' "
                + $"WHERE run_id = @Id AND state = '{CallStates.Pending}'",
            new { run.Id },
            tx.DbTransaction
        );
        await tx.Connection.ExecuteAsync("UPDATE runs SET budget_stopped = 1 WHERE id = @Id", new { run.Id }, tx.DbTransaction);
        return 0;
    }

    private static async Task<int> PublishAsync(Transaction tx, RunState run, int room, long nowMs)
    {
        string[] ids =
        [
            .. await tx.Connection.QueryAsync<string>(
                $"SELECT id FROM run_calls WHERE run_id = @Id AND state = '{CallStates.Pending}' "
                    + $"ORDER BY seq LIMIT @room{tx.ForUpdate}",
                new { run.Id, room },
                tx.DbTransaction
            ),
        ];
        if (ids.Length == 0)
            return 0;
        await tx.Connection.ExecuteAsync(
            $"UPDATE run_calls SET state = '{CallStates.Woken}', woken_ms = @nowMs WHERE id IN @ids",
            new { ids, nowMs },
            tx.DbTransaction
        );
        foreach (string id in ids)
            tx.Publish(Topics.ExperimentItems, new RunCall(run.WorkspaceId, run.Id, id));
        return ids.Length;
    }
}
