using System.Runtime.CompilerServices;
using CozeLoop.Contracts.Api;
using CozeLoop.Platform.Web;
using CozeLoop.Tracing.Scores;
using CozeLoop.Tracing.Search;
using CozeLoop.Tracing.Storage.ClickHouse;
using CozeLoop.Tracing.Storage.Shares;
using CozeLoop.Tracing.Traces;

namespace CozeLoop.Tracing.Sessions;

/// <summary>Sessions: lists of them, and one with its traces in order.</summary>
internal sealed class SessionReader(SharedStore store, TraceReader traces, ScoreReader scores)
{
    /// <summary>Of the list, in its cursors.</summary>
    public const string Name = "sessions";

    public async Task<Page<SessionSummary>> ListAsync(SearchScope scope, int limit, Cursor? after, CancellationToken ct)
    {
        var parameters = new SqlParameters();
        var candidates = await store.QueryAsync<SessionCandidateRow>(
            SessionSql.Candidates(scope, after, limit + 1, parameters),
            parameters.Values,
            ct
        );
        var next = candidates.Count > limit ? new Cursor(candidates[limit - 1].PlaceNano, candidates[limit - 1].SessionId) : null;
        string[] ids = [.. candidates.Take(limit).Select(c => c.SessionId)];
        var rows = await SummariesAsync(scope, ids, ct);
        var scored = await scores.OfSessionsAsync(scope.WorkspaceId, ids, ct);
        return new Page<SessionSummary>([.. ids.Where(rows.ContainsKey).Select(id => rows[id].ToSummary(scored[id]))], next?.Encode(Name));
    }

    /// <summary>A session whose traces are read while they are asked for, within the budget; null where no trace belongs to it.</summary>
    public async Task<SessionAnswer?> OpenAsync(SearchScope scope, string sessionId, ContentBudget budget, CancellationToken ct)
    {
        var ids = await TraceIdsAsync(scope, [sessionId], ct);
        if (ids.Count == 0)
            return null;
        var scored = (await scores.OfSessionsAsync(scope.WorkspaceId, [sessionId], ct))[sessionId];
        return new SessionAnswer(sessionId, TracesAsync(scope.WorkspaceId, ids, budget, ct), scored) { TraceCount = ids.Count };
    }

    private async IAsyncEnumerable<TraceAnswer> TracesAsync(
        long workspaceId,
        IReadOnlyList<string> ids,
        ContentBudget budget,
        [EnumeratorCancellation] CancellationToken ct
    )
    {
        foreach (string id in ids)
        {
            if (budget.Spans == 0)
                yield break;
            if (await traces.OpenAsync(workspaceId, id, full: true, budget, ct) is { } trace)
                yield return trace;
        }
    }

    /// <summary>Traces of the sessions, earliest first.</summary>
    public async Task<IReadOnlyList<string>> TraceIdsAsync(SearchScope scope, IReadOnlyList<string> sessionIds, CancellationToken ct) =>
        [.. (await TracesAsync(scope, sessionIds, ct)).Select(r => r.TraceId).Distinct()];

    private async Task<IReadOnlyList<SessionTraceRow>> TracesAsync(
        SearchScope scope,
        IReadOnlyList<string> sessionIds,
        CancellationToken ct
    )
    {
        if (sessionIds.Count == 0)
            return [];
        var parameters = new SqlParameters();
        return await store.QueryAsync<SessionTraceRow>(SessionSql.Traces(scope, sessionIds, parameters), parameters.Values, ct);
    }

    private async Task<IReadOnlyDictionary<string, SessionRow>> SummariesAsync(
        SearchScope scope,
        IReadOnlyList<string> sessionIds,
        CancellationToken ct
    )
    {
        var traces = await TracesAsync(scope, sessionIds, ct);
        if (traces.Count == 0)
            return new Dictionary<string, SessionRow>();
        var parameters = new SqlParameters();
        var seen = (traces.Min(t => t.StartNano), traces.Max(t => t.StartNano));
        string sql = SessionSql.Summaries(scope, [.. traces.Select(t => t.TraceId).Distinct()], parameters, seen);
        var rows = await store.QueryAsync<SessionRow>(sql, parameters.Values, ct);
        return rows.ToDictionary(r => r.SessionId);
    }
}
