using CozeLoop.Contracts.Api;

namespace CozeLoop.Tracing.Traces;

/// <summary>A <see cref="TraceDetail"/> whose spans are read while it is being written, a few at a time.</summary>
internal sealed record TraceAnswer(string TraceId, IAsyncEnumerable<SpanDetail> Spans, IReadOnlyList<Score> Scores)
{
    public string? UserId { get; init; }
    public string? SessionId { get; init; }
    public IReadOnlyList<string> Tags { get; init; } = [];
    public int SpanCount { get; init; }

    /// <summary>The same, whole.</summary>
    public async Task<TraceDetail> ReadAsync(CancellationToken ct)
    {
        var spans = new List<SpanDetail>();
        await foreach (var span in Spans.WithCancellation(ct))
            spans.Add(span);
        return new TraceDetail(TraceId, spans, Scores)
        {
            UserId = UserId,
            SessionId = SessionId,
            Tags = Tags,
            SpanCount = SpanCount,
        };
    }
}
