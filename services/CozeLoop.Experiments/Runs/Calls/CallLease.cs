using System.Collections.Concurrent;
using CozeLoop.Contracts;
using CozeLoop.Contracts.Api;
using CozeLoop.Experiments.Storage;
using CozeLoop.Platform.Messaging;
using Dapper;

namespace CozeLoop.Experiments.Runs.Calls;

/// <summary>A call that this worker may make.</summary>
internal sealed record LeasedCall(CallRow Call, RunState Run);

/// <summary>
/// Takes calls for this process: the intent is on disk before anything is bought, with a lease that a living worker renews. Another worker
/// may take over only when the lease has run out.
/// </summary>
internal sealed class CallLease(ExperimentsDatabase db, RunOptions options, TimeProvider time, ILogger<CallLease> log)
{
    private readonly string _owner = Guid.NewGuid().ToString("n");
    private readonly ConcurrentDictionary<string, bool> _underWay = new();

    /// <param name="probe">The run paused by itself, and this call asks whether the provider is back.</param>
    /// <returns>Null where there is nothing to do: taken, done, or the run does not run.</returns>
    public Task<LeasedCall?> TakeAsync(long workspace, string callId, bool probe, CancellationToken ct) =>
        db.WriteAsync(
            async tx =>
            {
                long now = time.UnixMs();
                var call = await tx.Connection.QuerySingleOrDefaultAsync<CallRow>(
                    $"{CallRow.Select} WHERE id = @callId AND workspace_id = @workspace{tx.ForUpdate}",
                    new { callId, workspace },
                    tx.DbTransaction
                );
                if (call is null)
                    return null;
                var run = await tx.Connection.QuerySingleAsync<RunState>(
                    $"{RunState.Select} WHERE id = @RunId",
                    new { call.RunId },
                    tx.DbTransaction
                );
                bool runs = run.State == RunStates.Running || (probe && run is { State: RunStates.Paused, PausedBy: PauseReasons.Fault });
                if (!runs)
                {
                    await tx.Connection.ExecuteAsync(
                        $"UPDATE run_calls SET state = '{CallStates.Pending}' WHERE id = @callId AND state = '{CallStates.Woken}'",
                        new { callId },
                        tx.DbTransaction
                    );
                    return null;
                }
                // This process lives, however late it renewed.
                bool died = call.State == CallStates.Sent && call.LeaseMs < now && !_underWay.ContainsKey(callId);
                if (!died && call.State != CallStates.Woken && !(probe && call.State == CallStates.Pending))
                    return null;
                await tx.Connection.ExecuteAsync(
                    $"UPDATE run_calls SET state = '{CallStates.Sent}', attempts = attempts + 1, "
                        + "lease_owner = @_owner, lease_ms = @until WHERE id = @callId",
                    new
                    {
                        callId,
                        _owner,
                        until = now + (long)options.Lease.TotalMilliseconds,
                    },
                    tx.DbTransaction
                );
                call.Attempts++;
                return new LeasedCall(call, run);
            },
            ct
        );

    /// <summary>Runs work while its lease is renewed three times a period.</summary>
    /// <returns>Nothing where the lease passed on meanwhile, or the call was cancelled: then the work is given up.</returns>
    public async Task<T?> WhileRenewingAsync<T>(string callId, Func<CancellationToken, Task<T>> work, CancellationToken ct)
        where T : class
    {
        using var done = CancellationTokenSource.CreateLinkedTokenSource(ct);
        using var lost = CancellationTokenSource.CreateLinkedTokenSource(ct);
        _underWay[callId] = true;
        var renewing = RenewAsync(callId, lost, done.Token);
        try
        {
            return await work(lost.Token);
        }
        catch (OperationCanceledException) when (lost.IsCancellationRequested && !ct.IsCancellationRequested)
        {
            return null;
        }
        finally
        {
            // First, because a renewal that failed throws here, and a call that stayed under way could never be taken again.
            _underWay.TryRemove(callId, out _);
            await done.CancelAsync();
            await renewing;
        }
    }

    /// <summary>Whether this process still holds the call, checked in the transaction that records its outcome.</summary>
    public Task<bool> HoldsAsync(Platform.Relational.Transaction tx, string callId) =>
        tx.Connection.ExecuteScalarAsync<bool>(
            $"SELECT COUNT(*) FROM run_calls WHERE id = @callId AND state = '{CallStates.Sent}' AND lease_owner = @_owner{tx.ForUpdate}",
            new { callId, _owner },
            tx.DbTransaction
        );

    private async Task RenewAsync(string callId, CancellationTokenSource lost, CancellationToken ct)
    {
        using var timer = new PeriodicTimer(options.Lease / 3, time);
        try
        {
            while (await timer.WaitForNextTickAsync(ct))
            {
                if (!await RenewOnceAsync(callId, ct))
                    await lost.CancelAsync();
            }
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            // The work is done, or the host stops: a lease that is not renewed runs out.
        }
    }

    /// <returns>False where the call is this process's no more.</returns>
    private async Task<bool> RenewOnceAsync(string callId, CancellationToken ct)
    {
        long until = time.UnixMs() + (long)options.Lease.TotalMilliseconds;
        try
        {
            return await db.WriteAsync(
                async tx =>
                    await tx.Connection.ExecuteAsync(
                        $"UPDATE run_calls SET lease_ms = @until WHERE id = @callId AND state = '{CallStates.Sent}' "
                            + "AND lease_owner = @_owner",
                        new
                        {
                            callId,
                            _owner,
                            until,
                        },
                        tx.DbTransaction
                    ) > 0,
                ct
            );
        }
        catch (StoreUnavailableException e)
        {
            // What was bought must not be lost with a renewal: the answer is recorded if the store is back by then.
            log.LogWarning("The lease of call {Call} could not be renewed: {Why}", callId, e.Message);
            return true;
        }
    }
}
