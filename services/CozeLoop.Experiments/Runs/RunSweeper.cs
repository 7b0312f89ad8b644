using CozeLoop.Chat;
using CozeLoop.Contracts;
using CozeLoop.Contracts.Api;
using CozeLoop.Contracts.Messages;
using CozeLoop.Experiments.Runs.Calls;
using CozeLoop.Experiments.Storage;
using CozeLoop.Platform.Workers;
using Dapper;

namespace CozeLoop.Experiments.Runs;

/// <summary>
/// Looks for work that stalled, because the database is the truth and messages are only wake-ups: calls of workers that died, messages that
/// were lost, scores that never came, and runs that paused because their provider was away.
/// </summary>
internal sealed class RunSweeper(
    ExperimentsDatabase db,
    RunStore store,
    CallRunner runner,
    RunFinisher finisher,
    RunOptions options,
    TimeProvider time,
    WorkerStates workers,
    ILogger<RunSweeper> log
) : IHostedService, IAsyncDisposable
{
    private WorkerLoop? _loop;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        // A round that fails is reported, and finds the same work again.
        _loop = new WorkerLoop("stalled work of runs", RoundAsync, workers, time, log);
        _loop.Start();
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => _loop?.StopAsync(TimeSpan.Zero, cancellationToken) ?? Task.CompletedTask;

    public ValueTask DisposeAsync() => _loop?.DisposeAsync() ?? ValueTask.CompletedTask;

    private async Task RoundAsync(WorkerRound round)
    {
        await Task.Delay(options.Sweep, time, round.Stopping);
        await SweepAsync(round.Aborting);
    }

    private async Task SweepAsync(CancellationToken ct)
    {
        var active = await db.ReadAsync(
            c =>
                c.QueryAsync<RunRow>(
                    $"{RunRow.Select} WHERE state = '{RunStates.Running}' "
                        + $"OR (state = '{RunStates.Paused}' AND paused_by = '{PauseReasons.Fault}')"
                ),
            ct
        );
        foreach (var run in active)
        {
            if (run.State == RunStates.Running)
                await WakeAsync(run, ct);
            else if (run.ProbeMs <= time.UnixMs())
                await ProbeAsync(run, ct);
            await finisher.FinishIfDoneAsync(run.WorkspaceId, run.Id, ct);
        }
    }

    private async Task WakeAsync(RunRow run, CancellationToken ct)
    {
        var unscored = await UnscoredAsync(run, ct);
        await db.WriteAsync(
            async tx =>
            {
                long now = time.UnixMs();
                string[] stalled =
                [
                    .. await tx.Connection.QueryAsync<string>(
                        $"SELECT id FROM run_calls WHERE run_id = @Id AND ((state = '{CallStates.Woken}' AND woken_ms < "
                            + $"@lost) OR (state = '{CallStates.Sent}' AND lease_ms < @now AND woken_ms < @recent))",
                        new
                        {
                            run.Id,
                            now,
                            lost = now - (long)options.WakeAgain.TotalMilliseconds,
                            recent = now - (long)options.Lease.TotalMilliseconds,
                        },
                        tx.DbTransaction
                    ),
                ];
                foreach (string id in stalled)
                {
                    await tx.Connection.ExecuteAsync(
                        "UPDATE run_calls SET woken_ms = @now WHERE id = @id",
                        new { id, now },
                        tx.DbTransaction
                    );
                    tx.Publish(Topics.ExperimentItems, new RunCall(run.WorkspaceId, run.Id, id));
                }
                foreach (var (call, subject) in unscored)
                {
                    await tx.Connection.ExecuteAsync(
                        "UPDATE run_calls SET answered_ms = @now WHERE id = @Id",
                        new { call.Id, now },
                        tx.DbTransaction
                    );
                    tx.Publish(Topics.Evaluations, subject);
                }
                await CallWindow.FillAsync(tx, run.Id, now);
            },
            ct
        );
    }

    private async Task<List<(CallRow, EvaluateSubject)>> UnscoredAsync(RunRow run, CancellationToken ct)
    {
        long before = time.UnixMs() - (long)options.ScoreAgain.TotalMilliseconds;
        var calls = await db.ReadAsync(
            c =>
                c.QueryAsync<CallRow>(
                    $"{CallRow.Select} WHERE run_id = @Id AND state = '{CallStates.Answered}' AND answered_ms < @before LIMIT 100",
                    new { run.Id, before }
                ),
            ct
        );
        var evaluators = Columns.FromJson<IReadOnlyList<PlannedEvaluator>>(run.EvaluatorsJson);
        var subjects = new List<(CallRow, EvaluateSubject)>();
        foreach (var call in calls)
        {
            var item = await store.ItemAsync(run.WorkspaceId, call.ItemId, ct);
            subjects.Add((call, CallOutcomes.Subject(call, item, Columns.FromJson<ChatMessage>(call.MessageJson!), evaluators)));
        }
        return subjects;
    }

    /// <summary>
    /// One call asks whether the provider is back: of an arm that met the fault, because the other's connection may be fine. A call that
    /// failed often comes last, so that it does not speak for the provider.
    /// </summary>
    private async Task ProbeAsync(RunRow run, CancellationToken ct)
    {
        string? call = await db.ReadAsync(
            c =>
                c.QueryFirstOrDefaultAsync<string?>(
                    $"""
                    SELECT id FROM run_calls
                    WHERE run_id = @Id AND (state = '{CallStates.Pending}' OR (state = '{CallStates.Sent}' AND lease_ms < @now))
                    ORDER BY CASE WHEN arm IN
                            (SELECT arm FROM run_calls WHERE run_id = @Id AND state = '{CallStates.Pending}' AND cause IS NOT NULL)
                        THEN 0 ELSE 1 END, faults, seq LIMIT 1
                    """,
                    new { run.Id, now = time.UnixMs() }
                ),
            ct
        );
        if (call is not null)
            await runner.RunAsync(run.WorkspaceId, call, probe: true, ct);
    }
}
