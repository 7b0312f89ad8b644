using CozeLoop.Contracts;
using CozeLoop.Contracts.Api;
using CozeLoop.Platform.ClickHouse;

namespace CozeLoop.Tracing.Scores;

/// <summary>A score and its workspace, as a Native block of table <c>scores</c>. The score's time is the row's version.</summary>
internal static class ScoreRows
{
    public const string Table = "scores";

    public static NativeBlock<(long WorkspaceId, Score Score)> Encode(IReadOnlyList<(long WorkspaceId, Score Score)> scores) =>
        new NativeBlock<(long WorkspaceId, Score Score)>(scores)
            .Int64s("workspace_id", "Int64", r => r.WorkspaceId)
            .Strings("id", r => r.Score.Id)
            .Int64s("time", "DateTime64(9, 'UTC')", r => r.Score.Time.ToUnixNano())
            .Strings("name", r => r.Score.Name)
            .Strings("data_type", r => r.Score.DataType)
            .NullableDoubles("value", r => r.Score.Value)
            .NullableStrings("category", r => r.Score.Category)
            .Strings("trace_id", r => r.Score.TraceId ?? "")
            .Strings("span_id", r => r.Score.SpanId ?? "")
            .Strings("session_id", r => r.Score.SessionId ?? "")
            .Strings("comment", r => r.Score.Comment ?? "")
            .Strings("source", r => r.Score.Source)
            .Strings("environment", r => r.Score.Environment)
            .Strings("evaluator_key", r => r.Score.EvaluatorKey ?? "")
            .NullableInt32s("evaluator_version", r => r.Score.EvaluatorVersion);
}

/// <summary>A row of <see cref="ScoreSql"/>; empty texts mean none.</summary>
internal sealed record ScoreRow
{
    public required string Id { get; init; }
    public long TimeNano { get; init; }
    public required string Name { get; init; }
    public required string DataType { get; init; }
    public double? Value { get; init; }
    public string? Category { get; init; }
    public required string TraceId { get; init; }
    public required string SpanId { get; init; }
    public required string SessionId { get; init; }
    public required string Comment { get; init; }
    public required string Source { get; init; }
    public required string Environment { get; init; }
    public required string EvaluatorKey { get; init; }
    public int? EvaluatorVersion { get; init; }

    public Score ToScore() =>
        new(Id, Name, Value, Category)
        {
            DataType = DataType,
            TraceId = Known(TraceId),
            SpanId = Known(SpanId),
            SessionId = Known(SessionId),
            Comment = Known(Comment),
            Source = Source,
            Environment = Environment,
            Time = Times.OfUnixNano(TimeNano),
            EvaluatorKey = Known(EvaluatorKey),
            EvaluatorVersion = EvaluatorVersion,
        };

    private static string? Known(string text) => text.Length > 0 ? text : null;
}
