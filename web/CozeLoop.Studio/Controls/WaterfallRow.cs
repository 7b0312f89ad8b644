using CozeLoop.Contracts.Api;

namespace CozeLoop.Studio.Controls;

/// <summary>A span in the tree and on the time axis; offsets are percent of the trace, null where its times are unknown.</summary>
public sealed record WaterfallRow(SpanDetail Span, int Depth, double? LeftPercent, double? WidthPercent)
{
    /// <summary>Rows in tree order: parents before children, siblings by start. A span whose parent is absent is a root; a cycle of parents
    /// is cut.</summary>
    public static IReadOnlyList<WaterfallRow> Of(IReadOnlyList<SpanDetail> spans)
    {
        var known = spans.Select(s => s.SpanId).ToHashSet();
        var children = spans.Where(s => s.ParentSpanId is { } p && known.Contains(p)).ToLookup(s => s.ParentSpanId!);
        var roots = spans.Where(s => s.ParentSpanId is not { } p || !known.Contains(p));
        var (start, length) = Extent(spans);
        var rows = new List<WaterfallRow>(spans.Count);
        var seen = new HashSet<SpanDetail>(ReferenceEqualityComparer.Instance);
        var open = new Stack<(SpanDetail Span, int Depth)>(Ordered(roots).Select(s => (s, 0)));
        while (open.TryPop(out var next))
        {
            if (!seen.Add(next.Span))
                continue;
            rows.Add(Place(next.Span, next.Depth, start, length));
            foreach (var child in Ordered(children[next.Span.SpanId]))
                open.Push((child, next.Depth + 1));
        }
        rows.AddRange(spans.Where(s => !seen.Contains(s)).Select(s => Place(s, 0, start, length)));
        return rows;
    }

    // Reversed, because a stack gives the last first.
    private static IEnumerable<SpanDetail> Ordered(IEnumerable<SpanDetail> spans) => spans.OrderBy(s => s.StartUnixNano).Reverse();

    private static (double Start, double Length) Extent(IReadOnlyList<SpanDetail> spans)
    {
        var timed = spans.Where(s => s.StartTime is not null).ToList();
        if (timed.Count == 0)
            return (0, 0);
        double start = timed.Min(s => s.StartUnixNano),
            end = timed.Max(s => s.StartUnixNano + (s.DurationMs ?? 0) * 1e6);
        return (start, end - start);
    }

    private static WaterfallRow Place(SpanDetail span, int depth, double start, double length)
    {
        if (span.StartTime is null || span.DurationMs is not { } ms)
            return new(span, depth, null, null);
        if (length <= 0)
            return new(span, depth, 0, 100);
        return new(span, depth, (span.StartUnixNano - start) / length * 100, ms * 1e6 / length * 100);
    }
}
