using CozeLoop.Contracts.Api;
using CozeLoop.Tracing.LongFields;
using CozeLoop.Tracing.Scores;
using CozeLoop.Tracing.Spans;
using CozeLoop.Tracing.Storage.ClickHouse;
using CozeLoop.Tracing.Storage.Shares;

namespace CozeLoop.Tracing.Traces;

/// <summary>Whole traces by id.</summary>
internal sealed class TraceReader(SharedStore store, LongFieldReader longFields, ScoreReader scores)
{
    /// <summary>The spans of the traces, each once, in no order.</summary>
    public async Task<IReadOnlyList<SpanRow>> SpansAsync(long workspaceId, IReadOnlyList<string> traceIds, bool full, CancellationToken ct)
    {
        if (traceIds.Count == 0) return [];
        var parameters = new SqlParameters();
        string sql = $"SELECT {(full ? SpanSql.Full : SpanSql.Preview)} FROM spans FINAL PREWHERE {TraceBoundsSql.Spans(workspaceId, traceIds, parameters)}";
        return await longFields.RestoreAsync(await store.QueryAsync<SpanRow>(sql, parameters.Values, ct), ct);
    }

    /// <summary>Spans of the traces for which <paramref name="condition"/> (plain SQL of this service, without values) holds, whole, in no order.</summary>
    public async Task<IReadOnlyList<SpanRow>> SpansOfAsync(long workspaceId, IReadOnlyList<string> traceIds, string condition, CancellationToken ct)
    {
        if (traceIds.Count == 0) return [];
        var parameters = new SqlParameters();
        string sql = $"SELECT {SpanSql.Full} FROM spans FINAL PREWHERE {TraceBoundsSql.Spans(workspaceId, traceIds, parameters)} WHERE {condition}";
        return await longFields.RestoreAsync(await store.QueryAsync<SpanRow>(sql, parameters.Values, ct), ct);
    }

    /// <summary>What the spans of each trace say together.</summary>
    public async Task<IReadOnlyDictionary<string, TraceFacts>> FactsAsync(long workspaceId, IReadOnlyList<string> traceIds, CancellationToken ct)
    {
        if (traceIds.Count == 0) return new Dictionary<string, TraceFacts>();
        var parameters = new SqlParameters();
        string sql = $"SELECT {TraceFacts.Columns} FROM spans FINAL PREWHERE {TraceBoundsSql.Spans(workspaceId, traceIds, parameters)} GROUP BY trace_id";
        var rows = await store.QueryAsync<TraceFactsRow>(sql, parameters.Values, ct);
        return rows.ToDictionary(r => r.TraceId, r => new TraceFacts(r.UserId, r.SessionId, r.TaskId, r.Tags));
    }

    /// <summary>The traces in order of the ids; those without spans are left out.</summary>
    /// <param name="full">With content; otherwise with previews.</param>
    public async Task<IReadOnlyList<TraceDetail>> ReadAsync(long workspaceId, IReadOnlyList<string> traceIds, bool full, CancellationToken ct)
    {
        var byTrace = (await SpansAsync(workspaceId, traceIds, full, ct)).ToLookup(s => s.TraceId);
        var found = traceIds.Where(byTrace.Contains).Select(id => (Id: id, Facts: TraceFacts.Of(byTrace[id]))).ToList();
        var scored = await scores.OfTracesAsync(workspaceId, [.. found.Select(t => (t.Id, t.Facts.SessionId))], ct);
        return [.. found.Select(t => Detail(t.Id, t.Facts, TraceTree.Order([.. byTrace[t.Id]]), scored[t.Id]))];
    }

    private static TraceDetail Detail(string traceId, TraceFacts facts, IReadOnlyList<SpanRow> spans, IReadOnlyList<Score> scores)
    {
        var ofSpan = scores.Where(s => s.SpanId is not null).ToLookup(s => s.SpanId);
        return new TraceDetail(traceId, [.. spans.Select(s => SpanDetails.From(s, [.. ofSpan[s.SpanId]]))], scores)
        {
            UserId = facts.UserId.Length > 0 ? facts.UserId : null,
            SessionId = facts.SessionId.Length > 0 ? facts.SessionId : null,
            Tags = facts.Tags,
        };
    }
}
