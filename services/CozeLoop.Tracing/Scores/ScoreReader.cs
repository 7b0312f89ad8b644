using CozeLoop.Contracts.Api;
using CozeLoop.Platform.Web;
using CozeLoop.Tracing.Search;
using CozeLoop.Tracing.Storage.ClickHouse;
using CozeLoop.Tracing.Storage.Shares;

namespace CozeLoop.Tracing.Scores;

/// <summary>Which scores are wanted; null parts do not narrow.</summary>
internal sealed record ScoreQuery(long WorkspaceId, TimeRange Range, string? Name, string? TraceId, string? SessionId);

internal sealed class ScoreReader(SharedStore store)
{
    /// <summary>Of the list, in its cursors.</summary>
    public const string Name = "scores";

    /// <summary>For every trace asked for, the scores on it, on its spans and on its session; empty where there are none.</summary>
    public async Task<IReadOnlyDictionary<string, IReadOnlyList<Score>>> OfTracesAsync(
        long workspaceId,
        IReadOnlyList<(string TraceId, string SessionId)> traces,
        CancellationToken ct
    )
    {
        if (traces.Count == 0)
            return new Dictionary<string, IReadOnlyList<Score>>();
        var parameters = new SqlParameters();
        string sql = ScoreSql.OfTraces(
            workspaceId,
            [.. traces.Select(t => t.TraceId)],
            [.. traces.Select(t => t.SessionId).Where(s => s.Length > 0).Distinct()],
            parameters
        );
        var rows = await store.QueryAsync<ScoreRow>(sql, parameters.Values, ct);
        var ofTrace = rows.Where(r => r.TraceId.Length > 0).ToLookup(r => r.TraceId, r => r.ToScore());
        var ofSession = rows.Where(r => r.TraceId.Length == 0).ToLookup(r => r.SessionId, r => r.ToScore());
        return traces
            .DistinctBy(t => t.TraceId)
            .ToDictionary(t => t.TraceId, t => (IReadOnlyList<Score>)[.. ofTrace[t.TraceId], .. ofSession[t.SessionId]]);
    }

    /// <summary>For every session asked for, the scores on it as a whole; empty where there are none.</summary>
    public async Task<IReadOnlyDictionary<string, IReadOnlyList<Score>>> OfSessionsAsync(
        long workspaceId,
        IReadOnlyList<string> sessionIds,
        CancellationToken ct
    )
    {
        if (sessionIds.Count == 0)
            return new Dictionary<string, IReadOnlyList<Score>>();
        var parameters = new SqlParameters();
        var rows = await store.QueryAsync<ScoreRow>(ScoreSql.OfTraces(workspaceId, [], sessionIds, parameters), parameters.Values, ct);
        var ofSession = rows.ToLookup(r => r.SessionId, r => r.ToScore());
        return sessionIds.Distinct().ToDictionary(id => id, id => (IReadOnlyList<Score>)[.. ofSession[id]]);
    }

    public async Task<Page<Score>> ListAsync(ScoreQuery query, int limit, Cursor? after, CancellationToken ct)
    {
        var parameters = new SqlParameters();
        var rows = await store.QueryAsync<ScoreRow>(ScoreSql.List(query, after, limit + 1, parameters), parameters.Values, ct);
        return PageRequest.Page(Name, rows, limit, r => new Cursor(r.TimeNano, r.Id), r => r.ToScore());
    }

    public async Task<Score?> FindAsync(long workspaceId, string id, CancellationToken ct)
    {
        var parameters = new SqlParameters();
        var rows = await store.QueryAsync<ScoreRow>(ScoreSql.One(workspaceId, id, parameters), parameters.Values, ct);
        return rows.Count > 0 ? rows[0].ToScore() : null;
    }
}
