using System.Text.Json;
using CozeLoop.Contracts;
using CozeLoop.Contracts.Messages;
using CozeLoop.Experiments.Storage;
using CozeLoop.Platform.Messaging;
using CozeLoop.Platform.Relational;
using Dapper;

namespace CozeLoop.Experiments.Runs;

/// <summary>Takes in the scores of a run's answers, each once, and ends the run with the last of them.</summary>
internal sealed class ScoresHandler(ExperimentsDatabase db, RunFinisher finisher, TimeProvider time) : IMessageHandler
{
    public async Task HandleAsync(IReadOnlyList<ReceivedMessage> messages, CancellationToken ct)
    {
        foreach (var message in messages)
        {
            var fact = JsonSerializer.Deserialize<PlatformEvent>(message.Body.Span, Json.Compact)!;
            if (fact.SubjectEvaluated is not { } evaluated) continue;
            if (await db.WriteAsync(tx => StoreAsync(tx, fact.WorkspaceId, evaluated, time.Now()), ct)) await finisher.FinishIfDoneAsync(fact.WorkspaceId, evaluated.RunId, ct);
        }
    }

    /// <returns>Whether the call now has all its scores.</returns>
    private static async Task<bool> StoreAsync(Transaction tx, long workspace, SubjectEvaluated evaluated, long now)
    {
        // Other features have subjects scored too; only this service's calls are known here.
        var call = await tx.Connection.QuerySingleOrDefaultAsync<CallRow>($"{CallRow.Select} WHERE id = @SubjectId AND workspace_id = @workspace{tx.ForUpdate}", new { evaluated.SubjectId, workspace }, tx.DbTransaction);
        if (call is null) return false;
        string evaluatorsJson = await tx.Connection.QuerySingleAsync<string>("SELECT evaluators_json FROM replays WHERE id = @ReplayId", call, tx.DbTransaction);
        var expected = Columns.FromJson<IReadOnlyList<PlannedEvaluator>>(evaluatorsJson);
        foreach (var result in evaluated.Results.Where(r => expected.Any(e => e.Key == r.Key && e.Version == r.Version)))
        {
            await tx.Connection.ExecuteAsync(
                """
                INSERT INTO replay_results (call_id, evaluator_key, evaluator_version, replay_id, result_json, cost_nano)
                SELECT @Id, @Key, @Version, @ReplayId, @json, @cost WHERE NOT EXISTS
                    (SELECT 1 FROM replay_results WHERE call_id = @Id AND evaluator_key = @Key AND evaluator_version = @Version)
                """,
                new { call.Id, result.Key, result.Version, call.ReplayId, json = Columns.ToJson(result), cost = Columns.ToNano(result.CostUsd) }, tx.DbTransaction);
        }
        int scored = await tx.Connection.ExecuteScalarAsync<int>("SELECT COUNT(*) FROM replay_results WHERE call_id = @Id", call, tx.DbTransaction);
        if (scored < expected.Count) return false;
        await tx.Connection.ExecuteAsync("UPDATE replay_calls SET state = 'done' WHERE id = @Id AND state = 'answered'", call, tx.DbTransaction);
        // Scores cost money too: they may have used up the room that the budget left.
        await CallWindow.FillAsync(tx, call.ReplayId, now);
        return true;
    }
}
