using CozeLoop.Tracing.Search;
using CozeLoop.Tracing.Search.Language;
using CozeLoop.Tracing.Storage.ClickHouse;
using SpanKinds = CozeLoop.Contracts.Api.SpanKinds;

namespace CozeLoop.Tracing.Selection;

/// <summary>SQL behind the selection of a replay. The order is by a keyed hash (SipHash-2-4), so a seed gives the same sample of the same
/// rows on any engine.</summary>
internal static class SelectionSql
{
    /// <summary>A model call with messages: without them there is nothing to replay.</summary>
    public const string Replayable = $"kind = '{SpanKinds.Model}' AND (input != '' OR input_preview != '')";

    public static string CountCalls(SelectionScope scope, SqlParameters parameters) =>
        $"SELECT count() AS count FROM spans FINAL WHERE {Matching(scope, parameters)} AND {Replayable}";

    public static string SampleCalls(SelectionScope scope, long seed, int size, SqlParameters parameters) =>
        $"""
            SELECT trace_id AS traceId, span_id AS spanId, toUnixTimestamp64Nano(start) AS startNano
            FROM spans FINAL
            WHERE {Matching(scope, parameters)} AND {Replayable}
            ORDER BY sipHash64({parameters.Add(seed, "Int64")}, trace_id, span_id), trace_id, span_id, start
            LIMIT {parameters.Add(size, "UInt32")}
            """;

    public static string CountConversations(SelectionScope scope, SqlParameters parameters) =>
        $"SELECT count() AS count FROM (SELECT DISTINCT sessionId, traceId FROM ({Conversations(scope, parameters)}))";

    /// <summary>A conversation is a session, or a trace without one; one row each.</summary>
    public static string SampleConversations(SelectionScope scope, long seed, int size, SqlParameters parameters) =>
        $"""
            SELECT DISTINCT sessionId, traceId
            FROM ({Conversations(scope, parameters)})
            ORDER BY sipHash64({parameters.Add(seed, "Int64")}, sessionId, traceId), sessionId, traceId
            LIMIT {parameters.Add(size, "UInt32")}
            """;

    /// <summary>Which spans a filter chooses: those that hold every term themselves, or all of the traces that the list shows.</summary>
    private static string Matching(SelectionScope scope, SqlParameters parameters) =>
        scope.ByTrace ? scope.Search.TraceCondition(parameters) : scope.Search.SpanCondition(parameters);

    /// <summary>
    /// Exactly one of <c>sessionId</c> and <c>traceId</c> is not empty. Of the sessions that a trace names it belongs to the one that the
    /// filter asks for, else to the first.
    /// </summary>
    private static string Conversations(SelectionScope scope, SqlParameters parameters) =>
        $"""
            SELECT session AS sessionId, if(session = '', trace_id, '') AS traceId
            FROM (
                SELECT trace_id,
                    argMinIf(session_id, (session_id != {parameters.Text(
                scope.Session ?? ""
            )}, start, span_id), session_id != '') AS session
                FROM spans FINAL
                WHERE {scope.Search.RowCondition(parameters)}
                    AND trace_id IN (
                        SELECT trace_id FROM spans FINAL WHERE {Matching(scope, parameters)} AND {Replayable}
                    )
                GROUP BY trace_id
            )
            """;
}

/// <param name="ByTrace">The filter is about traces; else about single calls.</param>
internal sealed record SelectionScope(SearchScope Search, bool ByTrace)
{
    /// <summary>The one session that all of the filter's spans or traces name; null where it asks for none, or leaves it open.</summary>
    public string? Session =>
        Search.Filter switch
        {
            FieldTerm term when NamesSession(term) => term.Value,
            All all => all.Parts.OfType<FieldTerm>().FirstOrDefault(NamesSession)?.Value,
            _ => null,
        };

    private static bool NamesSession(FieldTerm term) => term is { Field.Name: "session", Comparison: Comparison.Equal, IsPattern: false };
}

/// <summary>The same ids at another time are another row.</summary>
internal sealed record CallRow(string TraceId, string SpanId, long StartNano);

internal sealed record ConversationRow(string SessionId, string TraceId);
