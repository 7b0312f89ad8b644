using CozeLoop.Tracing.Storage.ClickHouse;

namespace CozeLoop.Tracing.Traces;

/// <summary>Spans of a trace that are read together: few enough, and short enough, to be in memory at once.</summary>
/// <param name="Full">With content.</param>
internal sealed record SpanChunk(IReadOnlyList<SpanOutline> Spans, bool Full)
{
    private const int MaxSpans = 1_000;
    private const long MaxBytes = 4 << 20;

    /// <summary>In the given order. Spans whose content no longer fits into the budget come without.</summary>
    /// <param name="outline">Spans with <see cref="SpanOutline.ContentBytes"/>.</param>
    public static IEnumerable<SpanChunk> Of(IReadOnlyList<SpanOutline> outline, bool full, ContentBudget budget)
    {
        var spans = new List<SpanOutline>();
        bool isFull = full;
        long bytes = 0;
        foreach (var span in outline)
        {
            bool fits = full && budget.TryTake(span.ContentBytes);
            if (spans.Count > 0 && (fits != isFull || spans.Count == MaxSpans || bytes + (fits ? span.ContentBytes : 0) > MaxBytes))
            {
                yield return new SpanChunk(spans, isFull);
                (spans, bytes) = ([], 0);
            }
            isFull = fits;
            spans.Add(span);
            if (fits)
                bytes += span.ContentBytes;
        }
        if (spans.Count > 0)
            yield return new SpanChunk(spans, isFull);
    }
}
