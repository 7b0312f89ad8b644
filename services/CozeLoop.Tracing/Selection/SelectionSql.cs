using CozeLoop.Tracing.Search;
using CozeLoop.Tracing.Storage.ClickHouse;

namespace CozeLoop.Tracing.Selection;

/// <summary>SQL behind the selection of a replay. The order is by a keyed hash (SipHash-2-4), so a seed gives the same sample of the same rows on any engine.</summary>
internal static class SelectionSql
{
    /// <summary>A model call with messages: without them there is nothing to replay.</summary>
    public const string Replayable = "kind = 'model' AND (input != '' OR input_preview != '')";

    public static string CountCalls(SearchScope scope, SqlParameters parameters) =>
        $"SELECT count() AS count FROM spans FINAL WHERE {scope.SpanCondition(parameters)} AND {Replayable}";

    public static string SampleCalls(SearchScope scope, long seed, int size, SqlParameters parameters) => $"""
        SELECT trace_id AS traceId, span_id AS spanId
        FROM spans FINAL
        WHERE {scope.SpanCondition(parameters)} AND {Replayable}
        ORDER BY sipHash64({parameters.Add(seed, "Int64")}, trace_id, span_id), trace_id, span_id
        LIMIT {parameters.Add(size, "UInt32")}
        """;

    public static string CountConversations(SearchScope scope, SqlParameters parameters) =>
        $"SELECT count() AS count FROM (SELECT DISTINCT sessionId, traceId FROM ({Conversations(scope, parameters)}))";

    /// <summary>A conversation is a session, or a trace without one; one row each.</summary>
    public static string SampleConversations(SearchScope scope, long seed, int size, SqlParameters parameters) => $"""
        SELECT DISTINCT sessionId, traceId
        FROM ({Conversations(scope, parameters)})
        ORDER BY sipHash64({parameters.Add(seed, "Int64")}, sessionId, traceId), sessionId, traceId
        LIMIT {parameters.Add(size, "UInt32")}
        """;

    /// <summary>Exactly one of <c>sessionId</c> and <c>traceId</c> is not empty.</summary>
    private static string Conversations(SearchScope scope, SqlParameters parameters) => $"""
        SELECT session AS sessionId, if(session = '', trace_id, '') AS traceId
        FROM (
            SELECT trace_id, argMinIf(session_id, (start, span_id), session_id != '') AS session
            FROM spans FINAL
            WHERE {scope.RowCondition(parameters)} AND trace_id IN (SELECT trace_id FROM spans FINAL WHERE {scope.SpanCondition(parameters)} AND {Replayable})
            GROUP BY trace_id
        )
        """;
}

internal sealed record CallRow(string TraceId, string SpanId);

internal sealed record ConversationRow(string SessionId, string TraceId);
