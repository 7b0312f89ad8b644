using System.Text.Json;
using CozeLoop.Contracts;
using CozeLoop.Contracts.Api;
using CozeLoop.Contracts.Messages;
using CozeLoop.Contracts.Otlp;
using CozeLoop.Platform.Relational;
using Dapper;

namespace CozeLoop.Models.Calls;

/// <summary>Intents and answers of calls. A span is published in the transaction of the row it tells of, so that neither is without the
/// other.</summary>
internal sealed class CallStore(ModelsDatabase database, TimeProvider time)
{
    private const string Where = " WHERE workspace_id = @workspace AND content_key = @key";

    /// <summary>The stored answer; null where there is none (an intent alone is none).</summary>
    public Task<StoredCall?> FindAsync(long workspace, string key, CancellationToken ct) =>
        database.ReadAsync(
            async c =>
            {
                var row = await c.QuerySingleOrDefaultAsync<Row>(
                    "SELECT trace_id AS TraceId, span_id AS SpanId, result FROM calls" + Where + " AND result IS NOT NULL",
                    new { workspace, key }
                );
                return row is null
                    ? null
                    : new StoredCall(JsonSerializer.Deserialize<ModelCallResult>(row.Result!, Json.Compact)!, row.TraceId, row.SpanId);
            },
            ct
        );

    /// <summary>Writes the intent before the call. Tells the span's first start, and whether an earlier intent was left without an outcome.
    /// Null where another process has got the answer meanwhile.</summary>
    public Task<CallStart?> BeginAsync(long workspace, string key, SpanContextInfo span, CancellationToken ct) =>
        database.WriteAsync<CallStart?>(
            async tx =>
            {
                var args = new
                {
                    workspace,
                    key,
                    span.TraceId,
                    span.SpanId,
                    now = time.UnixMs(),
                };
                int left = await tx.Connection.ExecuteAsync("DELETE FROM calls" + Where + " AND result IS NULL", args, tx.DbTransaction);
                int begun = await tx.Connection.ExecuteAsync(
                    $"INSERT INTO calls (workspace_id, content_key, trace_id, span_id, begun_at) SELECT @workspace, "
                        + $"@key, @TraceId, @SpanId, @now WHERE NOT EXISTS (SELECT 1 FROM calls{Where})",
                    args,
                    tx.DbTransaction
                );
                return begun == 0 ? null : new CallStart(await FirstStartAsync(tx, workspace, span), OutcomeUnknown: left > 0);
            },
            ct
        );

    /// <summary>The answer is on disk, and its span on its way, when this completes.</summary>
    public Task FinishAsync(long workspace, string key, ModelCallResult result, OtlpSpan span, CancellationToken ct) =>
        database.WriteAsync(
            async tx =>
            {
                await tx.Connection.ExecuteAsync(
                    "UPDATE calls SET result = @result" + Where,
                    new
                    {
                        workspace,
                        key,
                        result = JsonSerializer.Serialize(result, Json.Compact),
                    },
                    tx.DbTransaction
                );
                Publish(tx, workspace, span);
            },
            ct
        );

    /// <summary>A failure is an outcome, but no answer: the intent goes, and the next request calls again.</summary>
    public Task FailAsync(long workspace, string key, OtlpSpan span, CancellationToken ct) =>
        database.WriteAsync(
            async tx =>
            {
                await tx.Connection.ExecuteAsync(
                    "DELETE FROM calls" + Where + " AND result IS NULL",
                    new { workspace, key },
                    tx.DbTransaction
                );
                Publish(tx, workspace, span);
            },
            ct
        );

    /// <summary>Records a span that is recorded once.</summary>
    public Task PublishAsync(long workspace, OtlpSpan span, CancellationToken ct) =>
        database.WriteAsync(
            tx =>
            {
                Publish(tx, workspace, span);
                return Task.CompletedTask;
            },
            ct
        );

    /// <summary>Records a span for an answer from the cache; asked for again, it replaces itself.</summary>
    public Task RecordAsync(long workspace, SpanContextInfo context, Func<long, OtlpSpan> span, CancellationToken ct) =>
        database.WriteAsync(async tx => Publish(tx, workspace, span(await FirstStartAsync(tx, workspace, context))), ct);

    private async Task<long> FirstStartAsync(Transaction tx, long workspace, SpanContextInfo span)
    {
        var args = new
        {
            workspace,
            span.TraceId,
            span.SpanId,
            now = time.UnixNano(),
        };
        long? first = await tx.Connection.ExecuteScalarAsync<long?>(
            "SELECT start_unix_nano FROM call_spans WHERE workspace_id = @workspace AND trace_id = @TraceId AND span_id = @SpanId",
            args,
            tx.DbTransaction
        );
        if (first is not null)
            return first.Value;
        await tx.Connection.ExecuteAsync(
            "INSERT INTO call_spans (workspace_id, trace_id, span_id, start_unix_nano) VALUES (@workspace, @TraceId, @SpanId, @now)",
            args,
            tx.DbTransaction
        );
        return args.now;
    }

    private void Publish(Transaction tx, long workspace, OtlpSpan span)
    {
        byte[] otlp = new OtlpSpanWriter(new Dictionary<string, object?> { ["service.name"] = "cozeloop" }, "cozeloop.models")
            .Add(span)
            .ToArray();
        tx.Publish(Topics.Spans, new SpanBatch(workspace, time.UnixNano(), SpanSources.Platform, otlp).Encode());
    }

    private sealed class Row
    {
        public string TraceId { get; init; } = "";
        public string SpanId { get; init; } = "";
        public string? Result { get; init; }
    }
}

/// <summary>An answer and the span under which it was bought.</summary>
internal sealed record StoredCall(ModelCallResult Result, string TraceId, string SpanId)
{
    public bool BoughtBy(SpanContextInfo span) => (TraceId, SpanId) == (span.TraceId, span.SpanId);
}

/// <param name="StartUnixNano">Where the span starts, the same each time it is recorded.</param>
internal sealed record CallStart(long StartUnixNano, bool OutcomeUnknown);
