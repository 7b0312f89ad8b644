using CozeLoop.Contracts.Api;
using CozeLoop.Experiments.Runs.Calls;
using CozeLoop.Experiments.Storage;
using CozeLoop.Platform.Relational;
using CozeLoop.Platform.Workers;
using Dapper;

namespace CozeLoop.Experiments.Runs;

/// <summary>
/// A provider that is down is no result: after a few faults in a row the run pauses by itself, says why, and asks with one call every so
/// often whether it may go on.
/// </summary>
internal sealed class RunPauses(RunOptions options)
{
    private readonly Backoff _probes = new(options.FirstProbe, RunOptions.LongestProbe);

    public async Task FaultAsync(Transaction tx, LeasedCall taken, CallVerdict.ProviderFault fault, bool probe, long now)
    {
        // While the run is paused a fault says nothing about this call; only beside other answers does it count against it.
        bool givesUp = !probe && taken.Call.Faults + 1 >= options.FaultsToGiveUp;
        await tx.Connection.ExecuteAsync(
            "UPDATE run_calls SET state = @state, cause = @Cause, cause_message = @said, faults = faults + "
                + "@counts, lease_owner = NULL, lease_ms = NULL WHERE id = @Id",
            new
            {
                taken.Call.Id,
                state = givesUp ? CallStates.Missing : CallStates.Pending,
                fault.Cause,
                said = Columns.Words(fault.Message),
                counts = probe ? 0 : 1,
            },
            tx.DbTransaction
        );
        await tx.Connection.ExecuteAsync("UPDATE runs SET faults = faults + 1 WHERE id = @Id", new { taken.Run.Id }, tx.DbTransaction);
        var run = await tx.Connection.QuerySingleAsync<RunState>(
            $"{RunState.Select} WHERE id = @Id",
            new { taken.Run.Id },
            tx.DbTransaction
        );
        if (
            run.State == RunStates.Running
            && !givesUp
            && (run.Faults >= options.FaultsToPause || fault.Cause == FailureCauses.Unauthorized)
        )
            await PauseAsync(tx, run, fault, now);
        else if (probe && run is { State: RunStates.Paused, PausedBy: PauseReasons.Fault })
            await PauseAsync(tx, run, fault, now);
    }

    /// <summary>An answer ends the run of faults; a run that paused by itself goes on.</summary>
    public static Task<int> AnsweredAsync(Transaction tx, string runId, bool probe) =>
        tx.Connection.ExecuteAsync(
            probe
                ? $"UPDATE runs SET faults = 0, probe_wait_ms = 0, probe_ms = NULL, state = '{RunStates.Running}', state_reason = "
                    + $"NULL, paused_by = NULL WHERE id = @runId AND state = '{RunStates.Paused}' "
                    + $"AND paused_by = '{PauseReasons.Fault}'"
                : $"UPDATE runs SET faults = 0 WHERE id = @runId AND state = '{RunStates.Running}' AND faults > 0",
            new { runId },
            tx.DbTransaction
        );

    private Task<int> PauseAsync(Transaction tx, RunState run, CallVerdict.ProviderFault fault, long now)
    {
        long wait = (long)_probes.Next(TimeSpan.FromMilliseconds(run.ProbeWaitMs)).TotalMilliseconds;
        return tx.Connection.ExecuteAsync(
            $"UPDATE runs SET state = '{RunStates.Paused}', paused_by = '{PauseReasons.Fault}', state_reason = "
                + "@reason, probe_wait_ms = @wait, probe_ms = @due WHERE id = @Id",
            new
            {
                run.Id,
                reason = $"{fault.Cause}: {Columns.Words(fault.Message)}",
                wait,
                due = now + wait,
            },
            tx.DbTransaction
        );
    }
}
