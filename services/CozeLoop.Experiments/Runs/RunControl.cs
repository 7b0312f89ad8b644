using CozeLoop.Contracts;
using CozeLoop.Contracts.Api;
using CozeLoop.Experiments.Runs.Calls;
using CozeLoop.Experiments.Storage;
using CozeLoop.Platform.Auth;
using CozeLoop.Platform.Relational;
using Dapper;

namespace CozeLoop.Experiments.Runs;

/// <summary>
/// Starts, pauses, resumes and cancels. Nothing published has to be recalled; calls in flight end by themselves, but those of a cancelled
/// run are broken off.
/// </summary>
internal sealed class RunControl(ExperimentsDatabase db, RunFinisher finisher, RunSources sources, RunCalls calls, TimeProvider time)
{
    /// <param name="baseline">The old arm's version of the prompt; null where it has none.</param>
    /// <param name="candidate">The candidate's.</param>
    /// <returns>False where the run is not planned any more.</returns>
    public Task<bool> StartAsync(Caller caller, RunRow run, int? baseline, int? candidate, CancellationToken ct) =>
        ChangeAsync(
            caller,
            run,
            sources.Of(run).Actions.Started,
            null,
            async (tx, now) =>
            {
                // All of the sample's, so that of two started at once the second counts the first.
                var same = await tx.Connection.QueryAsync<Started>(
                    $"SELECT id AS Id, state AS State, started_ms AS StartedMs FROM runs WHERE workspace_id = "
                        + $"@WorkspaceId AND sample_hash = @SampleHash ORDER BY id{tx.ForUpdate}",
                    run,
                    tx.DbTransaction
                );
                // One that failed has shown nothing that could be picked from.
                int earlier = same.Count(r => r.StartedMs is not null && r.State != RunStates.Failed && r.Id != run.Id);
                return await tx.Connection.ExecuteAsync(
                    $"UPDATE runs SET state = '{RunStates.Running}', started_ms = @now, baseline_version = @baseline, "
                        + $"candidate_version = @candidate, attempt = @attempt WHERE id = @Id AND state = '{RunStates.Planned}'",
                    new
                    {
                        run.Id,
                        now,
                        baseline,
                        candidate,
                        attempt = earlier + 1,
                    },
                    tx.DbTransaction
                );
            },
            ct
        );

    /// <returns>False where it does not run.</returns>
    public Task<bool> PauseAsync(Caller caller, RunRow run, CancellationToken ct) =>
        ChangeAsync(
            caller,
            run,
            sources.Of(run).Actions.Paused,
            RunStates.Paused,
            (tx, _) =>
                tx.Connection.ExecuteAsync(
                    $"""
                    UPDATE runs SET state = '{RunStates.Paused}', paused_by = '{PauseReasons.User}', state_reason = NULL, probe_ms = NULL
                    WHERE id = @Id AND (state = '{RunStates.Running}'
                        OR (state = '{RunStates.Paused}' AND paused_by = '{PauseReasons.Fault}'))
                    """,
                    new { run.Id },
                    tx.DbTransaction
                ),
            ct
        );

    /// <summary>Lets a paused run go on, and one that failed, where what it failed for is mended.</summary>
    /// <returns>False where it is neither.</returns>
    public async Task<bool> ResumeAsync(Caller caller, RunRow run, CancellationToken ct)
    {
        bool resumed = await ChangeAsync(
            caller,
            run,
            sources.Of(run).Actions.Resumed,
            RunStates.Running,
            async (tx, _) =>
                await RunFailures.ResumeAsync(tx, run.Id)
                + await tx.Connection.ExecuteAsync(
                    $"UPDATE runs SET state = '{RunStates.Running}', paused_by = NULL, state_reason = NULL, faults = 0, "
                        + $"probe_ms = NULL, probe_wait_ms = 0 WHERE id = @Id AND state = '{RunStates.Paused}'",
                    new { run.Id },
                    tx.DbTransaction
                ),
            ct
        );
        // Everything may have been answered while it was paused.
        if (resumed)
            await finisher.FinishIfDoneAsync(caller.WorkspaceId, run.Id, ct);
        return resumed;
    }

    /// <returns>False where it is at its end.</returns>
    public async Task<bool> CancelAsync(Caller caller, RunRow run, CancellationToken ct)
    {
        bool cancelled = await ChangeAsync(
            caller,
            run,
            sources.Of(run).Actions.Cancelled,
            RunStates.Cancelled,
            async (tx, now) =>
            {
                int changed = await tx.Connection.ExecuteAsync(
                    $"""
                    UPDATE runs SET state = '{RunStates.Cancelled}', state_reason = NULL, finished_ms = @now
                    WHERE id = @Id AND state IN ('{RunStates.Planned}', '{RunStates.Running}', '{RunStates.Paused}')
                    """,
                    new { run.Id, now },
                    tx.DbTransaction
                );
                // What was sent may have been paid for, and nobody will know.
                if (changed > 0)
                    await tx.Connection.ExecuteAsync(
                        $"""
                        UPDATE run_calls SET repeated = CASE WHEN state = '{CallStates.Sent}' THEN 1 ELSE repeated END,
                            state = '{CallStates.Skipped}', cause = '{CallCauses.Cancelled}', lease_owner = NULL, lease_ms = NULL
                        WHERE run_id = @Id AND state IN ('{CallStates.Pending}', '{CallStates.Woken}', '{CallStates.Sent}')
                        """,
                        new { run.Id },
                        tx.DbTransaction
                    );
                return changed;
            },
            ct
        );
        if (cancelled)
            await calls.BreakOffAsync(caller.WorkspaceId, run.Id, ct);
        return cancelled;
    }

    private Task<bool> ChangeAsync(
        Caller caller,
        RunRow run,
        string action,
        string? state,
        Func<Transaction, long, Task<int>> change,
        CancellationToken ct
    ) =>
        db.WriteAsync(
            async tx =>
            {
                long now = time.UnixMs();
                if (await change(tx, now) == 0)
                    return false;
                await CallWindow.FillAsync(tx, run.Id, now);
                tx.Raise(new RunChanged(caller, run.Source, run.Id, action, State: state));
                return true;
            },
            ct
        );

    private sealed record Started(string Id, string State, long? StartedMs);
}
