using System.Runtime.CompilerServices;
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
    /// <summary>Spans of the traces for which <paramref name="condition"/> (plain SQL of this service, without values) holds, whole, in no
    /// order.</summary>
    public async Task<IReadOnlyList<SpanRecord>> SpansOfAsync(
        long workspaceId,
        IReadOnlyList<string> traceIds,
        string condition,
        CancellationToken ct
    )
    {
        if (traceIds.Count == 0)
            return [];
        var parameters = new SqlParameters();
        string sql =
            $"SELECT {SpanSql.Full} FROM spans FINAL PREWHERE {TraceBoundsSql.Spans(workspaceId, traceIds, parameters)} WHERE {condition}";
        return await longFields.RestoreAsync(await store.QueryAsync<SpanRecord>(sql, parameters.Values, ct), ct);
    }

    /// <summary>What the spans of each trace say together.</summary>
    public async Task<IReadOnlyDictionary<string, TraceMetadata>> MetadataAsync(
        long workspaceId,
        IReadOnlyList<string> traceIds,
        CancellationToken ct
    )
    {
        if (traceIds.Count == 0)
            return new Dictionary<string, TraceMetadata>();
        var parameters = new SqlParameters();
        string sql =
            $"SELECT {TraceMetadata.Columns} FROM spans FINAL PREWHERE "
            + $"{TraceBoundsSql.Spans(workspaceId, traceIds, parameters)} GROUP BY trace_id";
        var rows = await store.QueryAsync<TraceMetadataRow>(sql, parameters.Values, ct);
        return rows.ToDictionary(r => r.TraceId, r => new TraceMetadata(r.UserId, r.SessionId, r.TaskId, r.Tags, r.Spans));
    }

    /// <summary>The traces in order of the ids, whole; those without spans are left out.</summary>
    /// <param name="full">With content; otherwise with previews.</param>
    public async Task<IReadOnlyList<TraceDetail>> ReadAsync(
        long workspaceId,
        IReadOnlyList<string> traceIds,
        bool full,
        CancellationToken ct
    )
    {
        var found = new List<TraceDetail>();
        foreach (string id in traceIds)
        {
            var trace = await OpenAsync(workspaceId, id, full, new ContentBudget(ContentBudget.MaxBytes), ct);
            if (trace is not null)
                found.Add(await trace.ReadAsync(ct));
        }
        return found;
    }

    /// <summary>A trace whose spans are read while they are asked for, within the budget; null where there is none.</summary>
    public async Task<TraceAnswer?> OpenAsync(long workspaceId, string traceId, bool full, ContentBudget budget, CancellationToken ct)
    {
        var parameters = new SqlParameters();
        string rows = TraceBoundsSql.Spans(workspaceId, [traceId], parameters);
        string sql =
            $"SELECT {SpanSql.Outline(full)} FROM spans FINAL PREWHERE {rows} "
            + $"ORDER BY start, span_id LIMIT {parameters.Add(budget.Spans, "UInt32")}";
        var outline = await store.QueryAsync<SpanOutline>(sql, parameters.Values, ct);
        if (outline.Count == 0)
            return null;
        // It may be removed between two reads.
        if (!(await MetadataAsync(workspaceId, [traceId], ct)).TryGetValue(traceId, out var metadata))
            return null;
        budget.TakeSpans(outline.Count);
        var scored = (await scores.OfTracesAsync(workspaceId, [(traceId, metadata.SessionId)], ct))[traceId];
        var spans = await BegunAsync(SpansAsync(workspaceId, TraceTree.Order(outline), full, budget, scored, ct), ct);
        return new TraceAnswer(traceId, spans, scored)
        {
            UserId = metadata.UserId.Length > 0 ? metadata.UserId : null,
            SessionId = metadata.SessionId.Length > 0 ? metadata.SessionId : null,
            Tags = metadata.Tags,
            SpanCount = metadata.Spans,
        };
    }

    /// <summary>
    /// The first spans are read at once: a store that is away is then told of with a status, not in the middle of an answer.
    /// </summary>
    private static async Task<IAsyncEnumerable<SpanDetail>> BegunAsync(IAsyncEnumerable<SpanDetail> spans, CancellationToken ct)
    {
        const int AtOnce = 20;
        var rest = spans.GetAsyncEnumerator(ct);
        var first = new List<SpanDetail>();
        while (first.Count < AtOnce && await rest.MoveNextAsync())
            first.Add(rest.Current);
        return AllAsync(first, rest);
    }

    private static async IAsyncEnumerable<SpanDetail> AllAsync(List<SpanDetail> first, IAsyncEnumerator<SpanDetail> rest)
    {
        await using (rest)
        {
            foreach (var span in first)
                yield return span;
            first.Clear();
            while (await rest.MoveNextAsync())
                yield return rest.Current;
        }
    }

    private async IAsyncEnumerable<SpanDetail> SpansAsync(
        long workspaceId,
        IReadOnlyList<SpanOutline> outline,
        bool full,
        ContentBudget budget,
        IReadOnlyList<Score> scored,
        [EnumeratorCancellation] CancellationToken ct
    )
    {
        var ofSpan = scored.Where(s => s.SpanId is not null).ToLookup(s => s.SpanId);
        foreach (var chunk in SpanChunk.Of(outline, full, budget))
        {
            var rows = (await ChunkAsync(workspaceId, chunk, ct)).ToDictionary(row => (row.SpanId, row.StartUnixNano));
            foreach (var span in chunk.Spans)
            {
                // A span may be gone since the outline was read.
                if (!rows.Remove((span.SpanId, span.StartUnixNano), out var row))
                    continue;
                var shown = chunk.Full ? await longFields.RestoreAsync(row, budget, ct) : row;
                var detail = LongTexts.ShowOnce(SpanDetails.From(shown, [.. ofSpan[span.SpanId]]), shown);
                yield return full && !chunk.Full ? detail with { Shortened = ["content"] } : detail;
            }
        }
    }

    /// <summary>The rows of the chunk, and no other row that shares an id with one.</summary>
    internal async Task<IReadOnlyList<SpanRecord>> ChunkAsync(long workspaceId, SpanChunk chunk, CancellationToken ct)
    {
        var parameters = new SqlParameters();
        string rows = TraceBoundsSql.Spans(workspaceId, [chunk.Spans[0].TraceId], parameters);
        // By id and start: the budget was taken for these rows, and an id that comes back at other times has others.
        string ids = parameters.Texts([.. chunk.Spans.Select(s => s.SpanId)]);
        string starts = parameters.Add(chunk.Spans.Select(s => s.StartUnixNano).ToArray(), "Array(Int64)");
        string sql =
            $"SELECT {(chunk.Full ? SpanSql.Full : SpanSql.Preview)} FROM spans FINAL PREWHERE {rows} "
            + $"AND (span_id, toUnixTimestamp64Nano(start)) IN arrayZip({ids}, {starts})";
        return await store.QueryAsync<SpanRecord>(sql, parameters.Values, ct);
    }
}
