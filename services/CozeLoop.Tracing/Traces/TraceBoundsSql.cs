using CozeLoop.Tracing.Storage.ClickHouse;

namespace CozeLoop.Tracing.Traces;

/// <summary>Spans of known traces as a short range of <c>spans</c>: the range comes from <c>trace_bounds</c>, the rows from the sort key and the bloom index.
/// Only columns of the sort key: with FINAL the condition may then stand in PREWHERE, before the content is read.</summary>
internal static class TraceBoundsSql
{
    public static string Spans(long workspaceId, IReadOnlyList<string> traceIds, SqlParameters parameters)
    {
        string known = $"workspace_id = {parameters.Add(workspaceId, "Int64")} AND trace_id IN {parameters.Texts(traceIds)}";
        return $"{known} AND start >= (SELECT min(first) FROM trace_bounds WHERE {known}) AND start <= (SELECT max(last) FROM trace_bounds WHERE {known})";
    }
}
