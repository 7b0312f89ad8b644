using System.Text.Json;
using CozeLoop.Contracts;
using CozeLoop.Contracts.Api;
using CozeLoop.Contracts.Messages;
using CozeLoop.Evaluation.Runs;
using CozeLoop.Platform.Relational;
using CozeLoop.Platform.Workers;
using Dapper;

namespace CozeLoop.Evaluation.Judging.Lanes;

/// <summary>
/// Judgements to be made, on disk: whoever has a free seat in a lane takes the one that waits longest, with a lease that a living process
/// renews. What waits costs no memory and no consumer.
/// </summary>
internal sealed class Judgements(EvaluationDatabase database, EvaluationOptions options, TimeProvider time)
{
    public static readonly Backoff Retries = new(TimeSpan.FromSeconds(2), TimeSpan.FromMinutes(5));
    private const string One =
        " WHERE workspace_id = @WorkspaceId AND subject_id = @SubjectId AND evaluator_key = @Key AND evaluator_version = @Version";
    private readonly string _owner = Guid.NewGuid().ToString("n");

    /// <summary>Adds what is not there yet.</summary>
    public Task AddAsync(EvaluateSubject subject, IReadOnlyList<(EvaluatorRef Evaluator, string Lane)> judges, CancellationToken ct) =>
        database.WriteAsync(
            async tx =>
            {
                // Cancelled since its message was received: nobody would take it out again.
                if (await KnownRuns.IsCancelledAsync(tx.Connection, tx.DbTransaction, subject.WorkspaceId, subject.RunId))
                    return;
                long now = time.UnixMs();
                string message = JsonSerializer.Serialize(subject, Json.Compact);
                await tx.Connection.ExecuteAsync(
                    """
                    INSERT INTO subjects (workspace_id, subject_id, run_id, message) SELECT @WorkspaceId, @SubjectId, @RunId, @message
                    WHERE NOT EXISTS (SELECT 1 FROM subjects WHERE workspace_id = @WorkspaceId AND subject_id = @SubjectId)
                    """,
                    new
                    {
                        subject.WorkspaceId,
                        subject.SubjectId,
                        subject.RunId,
                        message,
                    },
                    tx.DbTransaction
                );
                foreach (var (evaluator, lane) in judges)
                {
                    await tx.Connection.ExecuteAsync(
                        $"""
                        INSERT INTO judgements (workspace_id, subject_id, evaluator_key, evaluator_version, run_id, lane, since, due,
                            attempts, lease)
                        SELECT @WorkspaceId, @SubjectId, @Key, @Version, @RunId, @lane, @now, @now, 0, 0
                        WHERE NOT EXISTS (SELECT 1 FROM judgements{One})
                        """,
                        new
                        {
                            subject.WorkspaceId,
                            subject.SubjectId,
                            evaluator.Key,
                            evaluator.Version,
                            subject.RunId,
                            lane,
                            now,
                        },
                        tx.DbTransaction
                    );
                }
            },
            ct
        );

    /// <summary>Lanes in which something could be taken, were there a seat.</summary>
    public Task<IReadOnlyList<string>> ReadyLanesAsync(CancellationToken ct) =>
        database.ReadAsync<IReadOnlyList<string>>(
            async c =>
                (
                    await c.QueryAsync<string>(
                        "SELECT DISTINCT judgements.lane FROM judgements LEFT JOIN judge_lanes l ON l.lane = judgements.lane "
                            + "WHERE lease < @now AND due <= @now AND (l.open_until IS NULL OR l.open_until <= @now) "
                            + $"AND NOT {KnownRuns.IsStopped}",
                        new { now = time.UnixMs() }
                    )
                ).AsList(),
            ct
        );

    /// <summary>Takes what there are seats for, over all processes.</summary>
    /// <param name="mine">What this process makes now, however late its leases were renewed.</param>
    public Task<IReadOnlyList<JudgementRow>> TakeAsync(string lane, int most, Func<JudgementRow, bool> mine, CancellationToken ct) =>
        database.WriteAsync<IReadOnlyList<JudgementRow>>(
            async tx =>
            {
                long now = time.UnixMs();
                var faults = await LaneAsync(tx, lane);
                int seats = LaneFaults.Seats(faults, options, now);
                if (seats == 0)
                    return [];
                // Locked before those in flight are counted, or two processes could take the same seats.
                var rows = await tx.Connection.QueryAsync<JudgementRow>(
                    $"{JudgementRow.Select} WHERE lane = @lane AND lease < @now AND due <= @now AND NOT {KnownRuns.IsStopped} "
                        + $"ORDER BY lease, due LIMIT @seats{tx.ForUpdate}",
                    new
                    {
                        lane,
                        now,
                        seats,
                    },
                    tx.DbTransaction
                );
                int inFlight = await tx.Connection.ExecuteScalarAsync<int>(
                    "SELECT COUNT(*) FROM judgements WHERE lane = @lane AND lease >= @now",
                    new { lane, now },
                    tx.DbTransaction
                );
                JudgementRow[] taken = [.. rows.Where(r => !mine(r)).Take(Math.Clamp(seats - inFlight, 0, most))];
                foreach (var row in taken)
                    await tx.Connection.ExecuteAsync(
                        $"UPDATE judgements SET owner = @_owner, lease = @until{One}",
                        Of(row.Id, now + Ms(options.Lease)),
                        tx.DbTransaction
                    );
                return taken;
            },
            ct
        );

    /// <summary>Null where its run was cancelled meanwhile.</summary>
    public Task<EvaluateSubject?> SubjectAsync(JudgementRow row, CancellationToken ct) =>
        database.ReadAsync(
            async c =>
                await c.QuerySingleOrDefaultAsync<string>(
                    "SELECT message FROM subjects WHERE workspace_id = @WorkspaceId AND subject_id = @SubjectId",
                    row
                )
                    is { } message
                    ? JsonSerializer.Deserialize<EvaluateSubject>(message, Json.Compact)
                    : null,
            ct
        );

    public Task RenewAsync(IReadOnlyList<JudgementId> underWay, CancellationToken ct) =>
        database.WriteAsync(
            async tx =>
            {
                long until = time.UnixMs() + Ms(options.Lease);
                foreach (var one in underWay)
                    await tx.Connection.ExecuteAsync(
                        $"UPDATE judgements SET lease = @until{One} AND owner = @_owner",
                        Of(one, until),
                        tx.DbTransaction
                    );
            },
            ct
        );

    /// <summary>Gives one back.</summary>
    /// <param name="wait">Before it is taken again.</param>
    /// <param name="counts">Whether that was an attempt.</param>
    public Task ReturnAsync(JudgementRow row, TimeSpan wait, bool counts) =>
        database.WriteAsync(tx => ReturnAsync(tx, row, time.UnixMs() + Ms(wait), counts));

    /// <summary>Gives one back whose judge cannot answer now.</summary>
    public Task FaultAsync(JudgementRow row, ModelCallFailure failure) =>
        database.WriteAsync(async tx =>
        {
            long now = time.UnixMs();
            var after = LaneFaults.After(await LaneAsync(tx, row.Lane), row.Lane, failure, options, now);
            // Behind the others while the lane is open, so that one subject that the judge cannot bear does not speak for all.
            await ReturnAsync(tx, row, after.PauseMs > 0 ? now : now + Ms(Retries.After(row.Attempts + 1)), counts: true);
            await tx.Connection.ExecuteAsync("DELETE FROM judge_lanes WHERE lane = @Lane", after, tx.DbTransaction);
            await tx.Connection.ExecuteAsync(
                "INSERT INTO judge_lanes (lane, faults, pause, open_until, since, cause, message) "
                    + "VALUES (@Lane, @Faults, @PauseMs, @OpenUntil, @Since, @Cause, @Message)",
                after,
                tx.DbTransaction
            );
        });

    /// <summary>Some of those that have waited for a judge that is away for longer than <see cref="EvaluationOptions.JudgePatience"/>,
    /// with what it said last.</summary>
    public Task<IReadOnlyList<(JudgementRow, LaneFaults)>> LapsedAsync(CancellationToken ct) =>
        database.ReadAsync<IReadOnlyList<(JudgementRow, LaneFaults)>>(
            async c =>
            {
                long now = time.UnixMs(),
                    before = now - Ms(options.JudgePatience);
                var lapsed = new List<(JudgementRow, LaneFaults)>();
                foreach (var lane in await c.QueryAsync<LaneFaults>($"{LaneFaults.Select} WHERE since < @before", new { before }))
                {
                    var rows = await c.QueryAsync<JudgementRow>(
                        $"{JudgementRow.Select} WHERE lane = @Lane AND lease < @now AND since < @before AND NOT {KnownRuns.IsStopped} "
                            + "ORDER BY lease, due LIMIT 100",
                        new
                        {
                            lane.Lane,
                            now,
                            before,
                        }
                    );
                    lapsed.AddRange(rows.Select(r => (r, lane)));
                }
                return lapsed;
            },
            ct
        );

    /// <summary>In the transaction that records its result.</summary>
    /// <param name="answered">The judge was asked and answered: its lane is as if it had never failed.</param>
    public static async Task RemoveAsync(Transaction tx, JudgementId id, bool answered)
    {
        if (answered)
            await tx.Connection.ExecuteAsync(
                "DELETE FROM judge_lanes WHERE lane IN (SELECT lane FROM judgements" + One + ")",
                id,
                tx.DbTransaction
            );
        await tx.Connection.ExecuteAsync("DELETE FROM judgements" + One, id, tx.DbTransaction);
    }

    private Task<int> ReturnAsync(Transaction tx, JudgementRow row, long due, bool counts) =>
        tx.Connection.ExecuteAsync(
            $"UPDATE judgements SET owner = NULL, lease = 0, due = @until, attempts = attempts + @counts{One} AND owner = @_owner",
            Of(row.Id, due, counts ? 1 : 0),
            tx.DbTransaction
        );

    private object Of(JudgementId id, long until, int counts = 0) =>
        new
        {
            id.WorkspaceId,
            id.SubjectId,
            id.Key,
            id.Version,
            _owner,
            until,
            counts,
        };

    private static Task<LaneFaults?> LaneAsync(Transaction tx, string lane) =>
        tx.Connection.QuerySingleOrDefaultAsync<LaneFaults>(
            $"{LaneFaults.Select} WHERE lane = @lane{tx.ForUpdate}",
            new { lane },
            tx.DbTransaction
        );

    private static long Ms(TimeSpan span) => (long)span.TotalMilliseconds;
}
