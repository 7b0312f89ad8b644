using CozeLoop.Platform.Web;
using CozeLoop.Tracing.Search;
using CozeLoop.Tracing.Storage.ClickHouse;

namespace CozeLoop.Tracing.Scores;

/// <summary>SQL over <c>scores</c>. Always with FINAL: the table is small beside the spans, and a replaced score must not show.</summary>
internal static class ScoreSql
{
    private const string Columns =
        "id, toUnixTimestamp64Nano(time) AS timeNano, name, data_type AS dataType, "
        + "value, category, trace_id AS traceId, span_id AS spanId, "
        + "session_id AS sessionId, comment, source, environment, evaluator_key AS evaluatorKey, evaluator_version AS evaluatorVersion";

    /// <summary>Scores on the traces, and on the sessions as a whole; oldest first.</summary>
    public static string OfTraces(
        long workspaceId,
        IReadOnlyList<string> traceIds,
        IReadOnlyList<string> sessionIds,
        SqlParameters parameters
    ) =>
        $"""
            SELECT {Columns} FROM scores FINAL
            WHERE workspace_id = {parameters.Add(workspaceId, "Int64")}
                AND (trace_id IN {parameters.Texts(traceIds)} OR (trace_id = '' AND session_id IN {parameters.Texts(sessionIds)}))
            ORDER BY time, id
            """;

    /// <summary>Newest first.</summary>
    public static string List(ScoreQuery query, Cursor? after, int rows, SqlParameters parameters)
    {
        var conditions = new List<string>
        {
            $"workspace_id = {parameters.Add(query.WorkspaceId, "Int64")}",
            $"scores.time >= {parameters.Time(query.Range.From)}",
        };
        if (query.Range.To != TimeRange.EndOfTime)
            conditions.Add($"scores.time < {parameters.Time(query.Range.To)}");
        if (query.Name is not null)
            conditions.Add($"name = {parameters.Text(query.Name)}");
        if (query.TraceId is not null)
            conditions.Add($"trace_id = {parameters.Text(query.TraceId)}");
        if (query.SessionId is not null)
            conditions.Add($"session_id = {parameters.Text(query.SessionId)}");
        if (after is not null)
            conditions.Add($"(scores.time, id) < ({parameters.Time(after.Time)}, {parameters.Text(after.Id)})");
        return $"SELECT {Columns} FROM scores FINAL WHERE {string.Join(" AND ", conditions)} ORDER "
            + $"BY scores.time DESC, id DESC LIMIT {parameters.Add(rows, "UInt32")}";
    }

    public static string One(long workspaceId, string id, SqlParameters parameters) =>
        $"SELECT {Columns} FROM scores FINAL WHERE {IsOne(workspaceId, id, parameters)}";

    /// <summary>The condition that finds it, whatever replaced it.</summary>
    public static string IsOne(long workspaceId, string id, SqlParameters parameters) =>
        $"workspace_id = {parameters.Add(workspaceId, "Int64")} AND id = {parameters.Text(id)}";
}
