using CozeLoop.Contracts.Api;
using CozeLoop.Platform.Web;
using CozeLoop.Tracing.Scores;
using CozeLoop.Tracing.Search;
using CozeLoop.Tracing.Storage.ClickHouse;
using CozeLoop.Tracing.Storage.Shares;

namespace CozeLoop.Tracing.Traces;

/// <summary>
/// Pages of traces, newest first. Spans are read from the new end in windows; a trace whose first span lies below the window is left to the
/// window that holds it, so each trace appears once and in its place however its spans are spread.
/// </summary>
internal sealed class TraceList(SharedStore store, ScoreReader scores)
{
    /// <summary>Of the list, in its cursors.</summary>
    public const string Name = "traces";

    private const int MinScan = 2_000,
        SpansPerTrace = 20;

    public async Task<Page<TraceSummary>> ReadAsync(SearchScope scope, int limit, Cursor? after, CancellationToken ct)
    {
        var rows = new List<TraceSummaryRow>();
        int scan = Math.Max(MinScan, limit * SpansPerTrace);
        for (var before = after; rows.Count <= limit; )
        {
            var candidates = await CandidatesAsync(scope, before, scan, ct);
            if (candidates.Count == 0)
                break;
            var end = new Cursor(candidates[^1].PlaceNano, candidates[^1].TraceId);
            bool isLast = candidates.Sum(c => c.Spans) < scan;
            foreach (var chunk in candidates.Chunk(limit + 1))
            {
                if (rows.Count > limit)
                    break;
                rows.AddRange(await InWindowAsync(scope, chunk, end, ct));
            }
            if (isLast)
                break;
            before = end;
        }
        return await PageAsync(scope.WorkspaceId, rows, limit, ct);
    }

    /// <summary>Those of the traces given that the search finds, newest first.</summary>
    public async Task<IReadOnlyList<TraceSummary>> ReadAsync(SearchScope scope, IReadOnlyList<string> traceIds, CancellationToken ct)
    {
        var parameters = new SqlParameters();
        var found = await store.QueryAsync<FoundRow>(TraceListSql.Found(scope, traceIds, parameters), parameters.Values, ct);
        if (found.Count == 0)
            return [];
        var rows = await SummariesAsync(scope, [.. found.Select(f => f.TraceId)], ct);
        return await WithScoresAsync(scope.WorkspaceId, [.. rows], ct);
    }

    private async Task<IReadOnlyList<CandidateRow>> CandidatesAsync(SearchScope scope, Cursor? before, int scan, CancellationToken ct)
    {
        var parameters = new SqlParameters();
        return await store.QueryAsync<CandidateRow>(TraceListSql.Candidates(scope, before, scan, parameters), parameters.Values, ct);
    }

    private async Task<IEnumerable<TraceSummaryRow>> InWindowAsync(
        SearchScope scope,
        CandidateRow[] candidates,
        Cursor end,
        CancellationToken ct
    )
    {
        var seen = (candidates.Min(c => c.PlaceNano), candidates.Max(c => c.PlaceNano));
        return (await SummariesAsync(scope, [.. candidates.Select(c => c.TraceId)], ct, seen)).Where(r => IsAtOrAbove(r, end));
    }

    private async Task<IEnumerable<TraceSummaryRow>> SummariesAsync(
        SearchScope scope,
        IReadOnlyList<string> traceIds,
        CancellationToken ct,
        (long First, long Last)? seen = null
    )
    {
        var parameters = new SqlParameters();
        string sql = TraceListSql.Summaries(scope, traceIds, parameters, seen) + TraceListSql.ColumnsFirst;
        var found = await store.QueryAsync<TraceSummaryRow>(sql, parameters.Values, ct);
        return found.OrderByDescending(r => r.PlaceNano).ThenByDescending(r => r.TraceId, Utf8Order.Instance);
    }

    private static bool IsAtOrAbove(TraceSummaryRow row, Cursor end) =>
        row.PlaceNano > end.Time || (row.PlaceNano == end.Time && Utf8Order.Instance.Compare(row.TraceId, end.Id) >= 0);

    private async Task<Page<TraceSummary>> PageAsync(long workspaceId, List<TraceSummaryRow> rows, int limit, CancellationToken ct)
    {
        var shown = rows.Take(limit).ToList();
        var next = rows.Count > limit ? new Cursor(shown[^1].PlaceNano, shown[^1].TraceId) : null;
        return new Page<TraceSummary>(await WithScoresAsync(workspaceId, shown, ct), next?.Encode(Name));
    }

    private async Task<IReadOnlyList<TraceSummary>> WithScoresAsync(long workspaceId, List<TraceSummaryRow> rows, CancellationToken ct)
    {
        var byTrace = await scores.OfTracesAsync(workspaceId, [.. rows.Select(r => (r.TraceId, r.SessionId))], ct);
        return [.. rows.Select(r => r.ToSummary(byTrace[r.TraceId]))];
    }
}
