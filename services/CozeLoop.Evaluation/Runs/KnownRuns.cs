using System.Data.Common;
using CozeLoop.Contracts.Api;
using CozeLoop.Contracts.Messages;
using Dapper;

namespace CozeLoop.Evaluation.Runs;

/// <summary>What people did with runs whose answers are scored here: the answers of a paused or failed one wait, those of a cancelled one
/// are forgotten.</summary>
internal sealed class KnownRuns(EvaluationDatabase database)
{
    /// <summary>A condition on a row of <c>judgements</c>.</summary>
    public const string IsStopped =
        "EXISTS (SELECT 1 FROM runs WHERE runs.workspace_id = judgements.workspace_id AND runs.run_id = judgements.run_id "
        + $"AND runs.state IN ('{RunStates.Paused}', '{RunStates.Failed}', '{RunStates.Cancelled}'))";

    public Task<bool> IsCancelledAsync(long workspace, string runId, CancellationToken ct) =>
        database.ReadAsync(c => IsCancelledAsync(c, null, workspace, runId), ct);

    public static Task<bool> IsCancelledAsync(DbConnection connection, DbTransaction? transaction, long workspace, string runId) =>
        connection.ExecuteScalarAsync<bool>(
            $"SELECT EXISTS (SELECT 1 FROM runs WHERE workspace_id = @workspace AND run_id = @runId "
                + $"AND state = '{RunStates.Cancelled}')",
            new { workspace, runId },
            transaction
        );

    public Task ChangeAsync(long workspace, long version, RunStateChanged change, CancellationToken ct) =>
        database.WriteAsync(
            async tx =>
            {
                var args = new
                {
                    workspace,
                    change.RunId,
                    change.State,
                    version,
                };
                // Facts come in any order, and a run once cancelled stays so.
                await tx.Connection.ExecuteAsync(
                    $"DELETE FROM runs WHERE workspace_id = @workspace AND run_id = @RunId AND state <> '{RunStates.Cancelled}' "
                        + "AND version <= @version",
                    args,
                    tx.DbTransaction
                );
                await tx.Connection.ExecuteAsync(
                    "INSERT INTO runs (workspace_id, run_id, state, version) SELECT @workspace, @RunId, @State, @version "
                        + "WHERE NOT EXISTS (SELECT 1 FROM runs WHERE workspace_id = @workspace AND run_id = @RunId)",
                    args,
                    tx.DbTransaction
                );
                if (change.State != RunStates.Cancelled)
                    return;
                foreach (string table in (string[])["judgements", "subjects"])
                    await tx.Connection.ExecuteAsync(
                        $"DELETE FROM {table} WHERE workspace_id = @workspace AND run_id = @RunId",
                        args,
                        tx.DbTransaction
                    );
            },
            ct
        );
}
