using System.Text.Json;
using CozeLoop.Contracts;
using CozeLoop.Contracts.Api;
using CozeLoop.Contracts.Messages;
using CozeLoop.Evaluation.Judging.Lanes;
using CozeLoop.Platform.Relational;
using Dapper;

namespace CozeLoop.Evaluation.Subjects;

/// <summary>Results by (workspace, subject, evaluator, version). The first one recorded stays, and its scores and facts leave with it in
/// one transaction.</summary>
internal sealed class ResultStore(EvaluationDatabase database, TimeProvider time)
{
    public Task<IReadOnlyList<EvaluationResult>> KnownAsync(EvaluateSubject message, CancellationToken ct) =>
        database.ReadAsync(c => ReadAsync(c, null, message), ct);

    /// <summary>Records what is new; when nothing is missing any more, tells of the subject. Answers all results of the evaluators asked
    /// for.</summary>
    public Task<IReadOnlyList<EvaluationResult>> RecordAsync(
        EvaluateSubject message,
        IReadOnlyList<EvaluationResult> fresh,
        CancellationToken ct
    ) =>
        database.WriteAsync<IReadOnlyList<EvaluationResult>>(
            async tx =>
            {
                var known = await ReadAsync(tx.Connection, tx.DbTransaction, message);
                EvaluationResult[] added = [.. fresh.Where(f => !known.Any(k => k.Key == f.Key && k.Version == f.Version))];
                var now = time.GetUtcNow();
                foreach (var result in added)
                    await InsertAsync(tx, message, result, now.ToUnixMs());
                foreach (var result in fresh.Where(r => r.Kind == EvaluatorKinds.Judge))
                {
                    var id = new JudgementId(message.WorkspaceId, message.SubjectId, result.Key, result.Version);
                    await Judgements.RemoveAsync(tx, id, answered: result.Span is not null);
                }
                Score[] scores = [.. added.Where(r => r.Value is not null).Select(r => ToScore(message, r, now))];
                if (scores.Length > 0)
                    tx.Publish(Topics.Scores, new ScoresRecorded(message.WorkspaceId, scores));
                EvaluationResult[] all = [.. known, .. added];
                if (all.Length == message.Evaluators.Distinct().Count())
                    await CompleteAsync(tx, message, all);
                return all;
            },
            ct
        );

    private static async Task CompleteAsync(Transaction tx, EvaluateSubject message, IReadOnlyList<EvaluationResult> all)
    {
        await tx.Connection.ExecuteAsync(
            "DELETE FROM subjects WHERE workspace_id = @workspace AND subject_id = @subject",
            new { workspace = message.WorkspaceId, subject = message.SubjectId },
            tx.DbTransaction
        );
        tx.Raise(new SubjectCompleted(message, all));
    }

    private static async Task<IReadOnlyList<EvaluationResult>> ReadAsync(
        System.Data.Common.DbConnection c,
        System.Data.Common.DbTransaction? tx,
        EvaluateSubject message
    )
    {
        var rows = await c.QueryAsync<string>(
            "SELECT result FROM results WHERE workspace_id = @workspace AND subject_id = @subject",
            new { workspace = message.WorkspaceId, subject = message.SubjectId },
            tx
        );
        return
        [
            .. rows.Select(r => JsonSerializer.Deserialize<EvaluationResult>(r, Json.Compact)!)
                .Where(r => message.Evaluators.Contains(new EvaluatorRef(r.Key, r.Version))),
        ];
    }

    private static Task<int> InsertAsync(Transaction tx, EvaluateSubject message, EvaluationResult result, long now) =>
        tx.Connection.ExecuteAsync(
            """
            INSERT INTO results (workspace_id, subject_id, evaluator_key, evaluator_version, run_id, result, created_at)
            VALUES (@workspace, @subject, @key, @version, @run, @json, @now)
            """,
            new
            {
                workspace = message.WorkspaceId,
                subject = message.SubjectId,
                key = result.Key,
                version = result.Version,
                run = message.RunId,
                json = JsonSerializer.Serialize(result, Json.Compact),
                now,
            },
            tx.DbTransaction
        );

    private static Score ToScore(EvaluateSubject message, EvaluationResult result, DateTimeOffset now) =>
        new(
            Ids.TraceId(
                "score",
                message.WorkspaceId.ToString(System.Globalization.CultureInfo.InvariantCulture),
                message.SubjectId,
                result.Key,
                result.Version.ToString(System.Globalization.CultureInfo.InvariantCulture)
            ),
            result.Key,
            result.Value,
            null
        )
        {
            DataType = result.Binary ? ScoreDataTypes.Boolean : ScoreDataTypes.Numeric,
            TraceId = message.TraceId,
            SpanId = message.SpanId,
            Comment = result.Reason,
            Source = result.Kind == EvaluatorKinds.Judge ? ScoreSources.Judge : ScoreSources.Check,
            Environment = "replay",
            Time = now,
            EvaluatorKey = result.Key,
            EvaluatorVersion = result.Version,
        };
}
