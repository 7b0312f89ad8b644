using CozeLoop.Platform.Web;
using CozeLoop.Tracing.Search;
using CozeLoop.Tracing.Storage.ClickHouse;
using CozeLoop.Tracing.Traces;

namespace CozeLoop.Tracing.Sessions;

/// <summary>SQL over sessions. A trace belongs to a session when one of its spans says so.</summary>
internal static class SessionSql
{
    /// <summary>Sessions by their last span in the range, latest first; without FINAL, because greatest is the same however often a row
    /// comes.</summary>
    public static string Candidates(SearchScope scope, Cursor? after, int rows, SqlParameters parameters)
    {
        string condition = scope.TraceCondition(parameters);
        string having = after is null
            ? ""
            : $"HAVING (max(start), session_id) < ({parameters.Time(after.Time)}, {parameters.Text(after.Id)})";
        return $"""
            SELECT session_id AS sessionId, toUnixTimestamp64Nano(max(start)) AS placeNano
            FROM spans WHERE {condition} AND session_id != ''
            GROUP BY session_id {having}
            ORDER BY max(start) DESC, session_id DESC
            LIMIT {parameters.Add(rows, "UInt32")}
            """;
    }

    /// <summary>Ids of all traces of the sessions, whenever they ran; the platform's own runs are left out unless the scope includes
    /// them.</summary>
    public static string Traces(SearchScope scope, IReadOnlyList<string> sessionIds, SqlParameters parameters)
    {
        string environments = scope.IncludesPlatformRuns
            ? ""
            : $"AND environment NOT IN {parameters.Texts(SearchScope.PlatformEnvironments)}";
        return $"""
            SELECT trace_id AS traceId, session_id AS sessionId, toUnixTimestamp64Nano(min(start)) AS startNano
            FROM spans FINAL
            WHERE workspace_id = {parameters.Add(scope.WorkspaceId, "Int64")} AND session_id IN {parameters.Texts(
                sessionIds
            )} {environments}
            GROUP BY trace_id, session_id
            ORDER BY min(start), trace_id
            """;
    }

    /// <summary>One row a session, over the traces given; a trace counts in each session that a span of it names.</summary>
    /// <param name="seen">First and last of their starts.</param>
    public static string Summaries(
        SearchScope scope,
        IReadOnlyList<string> traceIds,
        SqlParameters parameters,
        (long First, long Last) seen
    ) =>
        $"""
            SELECT
                session AS sessionId,
                min(startNano) AS firstNano,
                max(startNano + ifNull(durationNano, 0)) AS lastNano,
                count() AS traceCount,
                sum(spanCount) AS spanCount,
                sum(errorCount) AS errorCount,
                argMinIf(userId, startNano, userId != '') AS userId,
                argMinIf(input, startNano, input != '') AS input,
                argMaxIf(output, startNano, output != '') AS output,
                {string.Join(", ", SpanColumns.Tokens.Select(column => $"sum({column.Alias}) AS {column.Alias}"))},
                sum(costUsd) AS costUsd
            FROM ({TraceListSql.Summaries(scope, traceIds, parameters, seen)})
            ARRAY JOIN sessionIds AS session
            GROUP BY session
            {TraceListSql.ColumnsFirst}
            """;
}
