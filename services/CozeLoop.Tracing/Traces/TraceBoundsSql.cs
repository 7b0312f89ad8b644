using CozeLoop.Tracing.Storage.ClickHouse;

namespace CozeLoop.Tracing.Traces;

/// <summary>Spans of known traces as a short range of <c>spans</c>: the range comes from <c>trace_bounds</c>, the rows from the sort key
/// and the bloom index.
/// Only columns of the sort key: with FINAL the condition may then stand in PREWHERE, before the content is read.</summary>
internal static class TraceBoundsSql
{
    /// <param name="seen">
    /// First and last start that are known already. A span can be read a moment before the view has written its trace's bounds: without
    /// them a list that has found a trace would leave it out, and never come back to it.
    /// </param>
    public static string Spans(
        long workspaceId,
        IReadOnlyList<string> traceIds,
        SqlParameters parameters,
        (long First, long Last)? seen = null
    )
    {
        string known = $"workspace_id = {parameters.Add(workspaceId, "Int64")} AND trace_id IN {parameters.Texts(traceIds)}";
        string first = $"(SELECT min(first) FROM trace_bounds WHERE {known})",
            last = $"(SELECT max(last) FROM trace_bounds WHERE {known})";
        // Of no rows both are 1970: no bound from below, and from above what is known.
        if (seen is { } range)
        {
            first = $"least({first}, {parameters.Time(range.First)})";
            last = $"greatest({last}, {parameters.Time(range.Last)})";
        }
        return $"{known} AND start >= {first} AND start <= {last}";
    }
}
