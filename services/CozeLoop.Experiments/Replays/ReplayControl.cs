using CozeLoop.Contracts.Api;
using CozeLoop.Contracts.Messages;
using CozeLoop.Experiments.Runs;
using CozeLoop.Experiments.Storage;
using CozeLoop.Platform.Auth;
using Dapper;

namespace CozeLoop.Experiments.Replays;

/// <summary>Pauses, resumes and cancels. Calls in flight end by themselves; nothing published has to be recalled.</summary>
internal sealed class ReplayControl(ExperimentsDatabase db, RunFinisher finisher, TimeProvider time)
{
    /// <returns>False where the replay does not run.</returns>
    public Task<bool> PauseAsync(Caller caller, string id, CancellationToken ct) =>
        ChangeAsync(
            caller,
            id,
            AuditActions.ReplayPaused,
            $"""
            UPDATE replays SET state = '{ReplayStates.Paused}', paused_by = '{PauseReasons.User}', state_reason = NULL, probe_ms = NULL
            WHERE id = @id AND workspace_id = @WorkspaceId
                AND (state = '{ReplayStates.Running}' OR (state = '{ReplayStates.Paused}' AND paused_by = '{PauseReasons.Fault}'))
            """,
            ct
        );

    public async Task<bool> ResumeAsync(Caller caller, string id, CancellationToken ct)
    {
        bool resumed = await ChangeAsync(
            caller,
            id,
            AuditActions.ReplayResumed,
            $"UPDATE replays SET state = '{ReplayStates.Running}', paused_by = NULL, state_reason = NULL, faults = 0, probe_ms = NULL, "
                + $"probe_wait_ms = 0 WHERE id = @id AND workspace_id = @WorkspaceId AND state = '{ReplayStates.Paused}'",
            ct
        );
        // Everything may have been answered while it was paused.
        if (resumed)
            await finisher.FinishIfDoneAsync(caller.WorkspaceId, id, ct);
        return resumed;
    }

    public Task<bool> CancelAsync(Caller caller, string id, CancellationToken ct) =>
        ChangeAsync(
            caller,
            id,
            AuditActions.ReplayCancelled,
            $"""
            UPDATE replays SET state = '{ReplayStates.Cancelled}', state_reason = NULL, finished_ms = @now
            WHERE id = @id AND workspace_id = @WorkspaceId
                AND state IN ('{ReplayStates.Planned}', '{ReplayStates.Running}', '{ReplayStates.Paused}')
            """,
            ct,
            $"""
            UPDATE replay_calls SET state = '{CallStates.Skipped}', cause = '{CallCauses.Cancelled}'
            WHERE replay_id = @id AND state IN ('{CallStates.Pending}', '{CallStates.Woken}')
            """
        );

    private Task<bool> ChangeAsync(Caller caller, string id, string action, string sql, CancellationToken ct, string? then = null) =>
        db.WriteAsync(
            async tx =>
            {
                long now = time.Now();
                if (
                    await tx.Connection.ExecuteAsync(
                        sql,
                        new
                        {
                            id,
                            caller.WorkspaceId,
                            now,
                        },
                        tx.DbTransaction
                    ) == 0
                )
                    return false;
                if (then is not null)
                    await tx.Connection.ExecuteAsync(then, new { id }, tx.DbTransaction);
                await CallWindow.FillAsync(tx, id, now);
                tx.Raise(new ReplayChanged(caller, id, action));
                return true;
            },
            ct
        );
}
