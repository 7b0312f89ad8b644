using System.Text;
using CozeLoop.Contracts.Api;
using CozeLoop.Platform.Web;
using CozeLoop.Tracing.Ingest.Dialects;
using CozeLoop.Tracing.LongFields;
using CozeLoop.Tracing.Scores;
using CozeLoop.Tracing.Search;
using CozeLoop.Tracing.Storage.ClickHouse;
using CozeLoop.Tracing.Storage.Shares;
using CozeLoop.Tracing.Traces;

namespace CozeLoop.Tracing.Spans;

/// <summary>Single spans, and pages of spans.</summary>
internal sealed class SpanReader(SharedStore store, LongFieldReader longFields, ScoreReader scores)
{
    /// <summary>Of the list, in its cursors.</summary>
    public const string Name = "spans";

    /// <summary>Newest first; ties by trace id, then span id.</summary>
    public async Task<Page<SpanDetail>> ListAsync(SearchScope scope, int limit, Cursor? after, CancellationToken ct)
    {
        var parameters = new SqlParameters();
        string condition = scope.SpanCondition(parameters);
        if (after is not null)
        {
            string time = parameters.Time(after.Time);
            condition +=
                $" AND start <= {time} AND (start, trace_id, span_id) < ({time}, "
                + $"{parameters.Text(after.Id)}, {parameters.Text(after.Id2)})";
        }
        string sql =
            $"SELECT {SpanSql.Preview} FROM spans FINAL WHERE {condition} ORDER BY start DESC, "
            + $"trace_id DESC, span_id DESC LIMIT {parameters.Add(limit + 1, "UInt32")}";
        var rows = await store.QueryAsync<SpanRecord>(sql, parameters.Values, ct);
        var next = rows.Count > limit ? new Cursor(rows[limit - 1].StartUnixNano, rows[limit - 1].TraceId, rows[limit - 1].SpanId) : null;
        return new Page<SpanDetail>(await WithScoresAsync(scope.WorkspaceId, [.. rows.Take(limit)], ct), next?.Encode(Name));
    }

    public async Task<SpanDetail?> FindAsync(long workspaceId, string traceId, string spanId, ContentBudget budget, CancellationToken ct)
    {
        if (await RowAsync(workspaceId, traceId, spanId, ct) is not { } row)
            return null;
        var whole = await longFields.RestoreAsync(row, budget, ct);
        return LongTexts.ShowOnce((await WithScoresAsync(workspaceId, [whole], ct))[0], whole);
    }

    /// <summary>One text of a span, whole, to be read as it comes; null where the span has none of this name, or it has expired.</summary>
    /// <param name="field">As <see cref="SpanDetail.Shortened"/> names it: <c>input</c>, <c>attributes/KEY</c>.</param>
    public async Task<Stream?> OpenTextAsync(long workspaceId, string traceId, string spanId, string field, CancellationToken ct)
    {
        if (await RowAsync(workspaceId, traceId, spanId, ct) is not { } row)
            return null;
        const string Attributes = "attributes/";
        bool isAttribute = field.StartsWith(Attributes, StringComparison.Ordinal);
        string kept = isAttribute ? MovedContent.FieldOf(row.Attributes, field[Attributes.Length..]) ?? field : field;
        if (row.LongFields.ContainsKey(kept))
            return await longFields.OpenAsync(row, kept, ct);
        return SpanTexts.Find(row, kept) is { Length: > 0 } text ? new MemoryStream(Encoding.UTF8.GetBytes(text), writable: false) : null;
    }

    private async Task<SpanRecord?> RowAsync(long workspaceId, string traceId, string spanId, CancellationToken ct)
    {
        var parameters = new SqlParameters();
        string rows = $"{TraceBoundsSql.Spans(workspaceId, [traceId], parameters)} AND span_id = {parameters.Text(spanId)}";
        string sql = $"SELECT {SpanSql.Full} FROM spans FINAL PREWHERE {rows} ORDER BY start LIMIT 1";
        var found = await store.QueryAsync<SpanRecord>(sql, parameters.Values, ct);
        return found.Count > 0 ? found[0] : null;
    }

    private async Task<IReadOnlyList<SpanDetail>> WithScoresAsync(long workspaceId, IReadOnlyList<SpanRecord> rows, CancellationToken ct)
    {
        var ofTraces = await scores.OfTracesAsync(workspaceId, [.. rows.Select(r => (r.TraceId, ""))], ct);
        return [.. rows.Select(r => SpanDetails.From(r, [.. ofTraces[r.TraceId].Where(s => s.SpanId == r.SpanId)]))];
    }
}
