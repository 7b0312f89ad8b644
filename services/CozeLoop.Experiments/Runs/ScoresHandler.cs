using CozeLoop.Contracts;
using CozeLoop.Contracts.Api;
using CozeLoop.Contracts.Messages;
using CozeLoop.Experiments.Runs.Calls;
using CozeLoop.Experiments.Storage;
using CozeLoop.Platform.Messaging;
using CozeLoop.Platform.Relational;
using Dapper;

namespace CozeLoop.Experiments.Runs;

/// <summary>Takes in the scores of a run's answers, each once, and ends the run with the last of them; and why some do not come.</summary>
internal sealed class ScoresHandler(ExperimentsDatabase db, RunPlans plans, RunFinisher finisher, WaitingJudges waiting, TimeProvider time)
    : IMessageHandler
{
    public async Task HandleAsync(IReadOnlyList<ReceivedMessage> messages, CancellationToken ct)
    {
        foreach (var message in messages)
        {
            var fact = message.Read<PlatformEvent>();
            if (fact.RunWaits is { } waits)
                await waiting.KeepAsync(fact.WorkspaceId, fact.Version, waits, ct);
            // Other features have subjects scored too; only this service's runs are known here.
            if (fact.SubjectEvaluated is not { } evaluated || await plans.FindAsync(fact.WorkspaceId, evaluated.RunId, ct) is not { } plan)
                continue;
            bool last = await db.WriteAsync(
                tx =>
                {
                    tx.Raise(new RunProgressed(fact.WorkspaceId, plan.RunId));
                    return StoreAsync(tx, plan, evaluated, time.UnixMs());
                },
                ct
            );
            if (last)
                await finisher.FinishIfDoneAsync(fact.WorkspaceId, plan.RunId, ct);
        }
    }

    /// <returns>Whether these were the last scores of the last call that was open.</returns>
    private static async Task<bool> StoreAsync(Transaction tx, RunPlan plan, SubjectEvaluated evaluated, long now)
    {
        var call = new { Id = evaluated.SubjectId, plan.RunId };
        if (
            await tx.Connection.ExecuteScalarAsync<string>(
                $"SELECT id FROM run_calls WHERE id = @Id AND run_id = @RunId{tx.ForUpdate}",
                call,
                tx.DbTransaction
            )
            is null
        )
            return false;
        foreach (var result in evaluated.Results.Where(r => plan.Evaluators.Any(e => e.Key == r.Key && e.Version == r.Version)))
        {
            await tx.Connection.ExecuteAsync(
                """
                INSERT INTO run_results (call_id, evaluator_key, evaluator_version, run_id, result_json, cost_nano)
                SELECT @Id, @Key, @Version, @RunId, @json, @cost WHERE NOT EXISTS
                    (SELECT 1 FROM run_results WHERE call_id = @Id AND evaluator_key = @Key AND evaluator_version = @Version)
                """,
                new
                {
                    call.Id,
                    result.Key,
                    result.Version,
                    call.RunId,
                    json = Columns.ToJson(result),
                    cost = Columns.ToNano(result.CostUsd),
                },
                tx.DbTransaction
            );
        }
        int scored = await tx.Connection.ExecuteScalarAsync<int>(
            "SELECT COUNT(*) FROM run_results WHERE call_id = @Id",
            call,
            tx.DbTransaction
        );
        if (scored < plan.Evaluators.Count)
            return false;
        await tx.Connection.ExecuteAsync(
            $"UPDATE run_calls SET state = '{CallStates.Done}' WHERE id = @Id AND state = '{CallStates.Answered}'",
            call,
            tx.DbTransaction
        );
        // Scores cost money too: they may have used up the room that the budget left.
        if (plan.HasBudget)
            await CallWindow.FillAsync(tx, plan.RunId, now);
        // Of the last two scores at once the second must see the first.
        else
            await tx.Connection.ExecuteScalarAsync<string>($"SELECT id FROM runs WHERE id = @RunId{tx.ForUpdate}", call, tx.DbTransaction);
        return !await RunStore.HasOpenCallsAsync(tx.Connection, plan.RunId, tx.DbTransaction);
    }
}
