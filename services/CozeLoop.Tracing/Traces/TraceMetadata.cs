using CozeLoop.Contracts.Api;

namespace CozeLoop.Tracing.Traces;

/// <summary>What is known of a trace whichever of its spans carried it: the earliest span that has it wins, tags are united. Empty texts
/// mean unknown.</summary>
internal sealed record TraceMetadata(string UserId, string SessionId, string TaskId, IReadOnlyList<string> Tags, int Spans)
{
    /// <summary>In SQL, by trace.</summary>
    public const string Columns =
        "trace_id AS traceId, argMinIf(user_id, (start, span_id), user_id != '') AS userId, "
        + "argMinIf(session_id, (start, span_id), session_id != '') AS sessionId, "
        + "argMinIf(task_id, (start, span_id), task_id != '') AS taskId, arraySort(groupUniqArrayArray(spans.tags)) AS tags, "
        + "toInt32(count()) AS spans";
}

internal sealed record TraceMetadataRow(
    string TraceId,
    string UserId,
    string SessionId,
    string TaskId,
    IReadOnlyList<string> Tags,
    int Spans
);

internal static class SpanWithMetadata
{
    /// <summary>The span with what other spans of its trace know: a model's span seldom carries user, session and task itself.</summary>
    public static SpanDetail WithMetadataOf(this SpanDetail span, TraceMetadata metadata) =>
        span with
        {
            UserId = span.UserId ?? Known(metadata.UserId),
            SessionId = span.SessionId ?? Known(metadata.SessionId),
            TaskId = span.TaskId ?? Known(metadata.TaskId),
            Tags = metadata.Tags,
        };

    private static string? Known(string text) => text.Length > 0 ? text : null;
}
