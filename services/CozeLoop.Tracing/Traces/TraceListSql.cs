using CozeLoop.Contracts.Api;
using CozeLoop.Platform.Web;
using CozeLoop.Tracing.Search;
using CozeLoop.Tracing.Storage.ClickHouse;

namespace CozeLoop.Tracing.Traces;

/// <summary>SQL of the trace list. A trace stands where its first span in the range stands; ties are ordered by trace id.</summary>
internal static class TraceListSql
{
    // The three rules that TraceFigures has too, for whoever holds the spans themselves.

    /// <summary>Models' calls only: a parent often repeats the sum of its children's usage.</summary>
    public const string Billed = $"kind IN ('{SpanKinds.Model}', '{SpanKinds.Embedding}', '{SpanKinds.Reranker}')";

    /// <summary>A span that failed; a trace has an error when one of its spans failed.</summary>
    public const string Failed = $"status = '{SpanStatuses.Error}'";

    /// <summary>From the first start to the last end, NULL where no span has a duration.</summary>
    public const string TookNano =
        "if(countIf(duration IS NOT NULL) = 0, NULL, "
        + "maxIf(toUnixTimestamp64Nano(start) + ifNull(duration, 0), time_unknown = 0) "
        + "- minIf(toUnixTimestamp64Nano(start), time_unknown = 0))";

    // A root before an orphan, then the earliest.
    private const string RootFirst = "(parent_span_id != '', start, span_id)";

    /// <summary>
    /// Traces of the newest <paramref name="scan"/> spans before the cursor, in the order of the sort key, which the engine reads from the
    /// end.
    /// Without FINAL: a span delivered twice has the same key twice, and a key's place does not change.
    /// </summary>
    public static string Candidates(SearchScope scope, Cursor? before, int scan, SqlParameters parameters)
    {
        string condition = scope.TraceCondition(parameters);
        if (before is not null)
        {
            string time = parameters.Time(before.Time);
            condition += $" AND start <= {time} AND (start, trace_id) < ({time}, {parameters.Text(before.Id)})";
        }
        string most = parameters.Add(scan, "UInt32");
        return $"""
            SELECT trace_id AS traceId, toUnixTimestamp64Nano(min(start)) AS placeNano, count() AS spans
            FROM (SELECT trace_id, start FROM spans WHERE {condition} ORDER BY start DESC, trace_id DESC LIMIT {most})
            GROUP BY trace_id
            ORDER BY min(start) DESC, trace_id DESC
            """;
    }

    /// <summary>Those of the traces given that have a span which the search finds.</summary>
    public static string Found(SearchScope scope, IReadOnlyList<string> traceIds, SqlParameters parameters) =>
        $"SELECT DISTINCT trace_id AS traceId FROM spans WHERE {scope.TraceCondition(parameters)} "
        + $"AND {TraceBoundsSql.Spans(scope.WorkspaceId, traceIds, parameters)}";

    /// <summary>One row a trace, over all its spans, whatever the range; <c>placeNano</c> alone is about the range.</summary>
    /// <param name="seen">As <see cref="TraceBoundsSql.Spans"/> takes it.</param>
    public static string Summaries(
        SearchScope scope,
        IReadOnlyList<string> traceIds,
        SqlParameters parameters,
        (long First, long Last)? seen = null
    ) =>
        $"""
            SELECT
                trace_id AS traceId,
                toUnixTimestamp64Nano(minIf(start, {scope.RowCondition(parameters)})) AS placeNano,
                toUnixTimestamp64Nano(min(start)) AS startNano,
                {Columns}
            FROM spans FINAL
            PREWHERE {TraceBoundsSql.Spans(scope.WorkspaceId, traceIds, parameters, seen)}
            GROUP BY trace_id
            """;

    /// <summary>To be put after the outermost query: without it a name in an expression would mean the alias of the same name.</summary>
    public const string ColumnsFirst = " SETTINGS prefer_column_name_to_alias = 1";

    private static readonly string Columns = $"""
            argMin(name, {RootFirst}) AS name,
            argMin(kind, {RootFirst}) AS kind,
            argMin(environment, {RootFirst}) AS environment,
            argMinIf(input_preview, {RootFirst}, input_preview != '') AS input,
            argMaxIf(output_preview, (parent_span_id = '', start, span_id), output_preview != '') AS output,
            {TookNano} AS durationNano,
            min(time_unknown) AS timeUnknown,
            count() AS spanCount,
            countIf({Failed}) AS errorCount,
            countIf(kind = '{SpanKinds.Tool}') AS toolCount,
            argMinIf(user_id, (start, span_id), user_id != '') AS userId,
            argMinIf(session_id, (start, span_id), session_id != '') AS sessionId,
            groupUniqArrayIf(session_id, session_id != '') AS sessionIds,
            arraySort(groupUniqArrayIf(model, model != '')) AS models,
            arraySort(groupUniqArrayArray(tags)) AS tags,
            {string.Join(", ", SpanColumns.Tokens.Select(column => $"sumIf({column.Name}, {Billed}) AS {column.Alias}"))},
            sumIf(cost_usd, {Billed}) AS costUsd
        """;
}
