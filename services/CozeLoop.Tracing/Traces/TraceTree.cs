using CozeLoop.Tracing.Storage.ClickHouse;

namespace CozeLoop.Tracing.Traces;

/// <summary>Puts a trace's spans into tree order: a parent before its children, siblings by start. A span whose parent is not there roots
/// its own subtree.</summary>
internal static class TraceTree
{
    public static IReadOnlyList<SpanOutline> Order(IReadOnlyList<SpanOutline> spans)
    {
        var sorted = spans.OrderBy(s => s.StartUnixNano).ThenBy(s => s.SpanId, StringComparer.Ordinal).ToList();
        var ids = sorted.Select(s => s.SpanId).ToHashSet();
        var children = sorted.Where(s => !IsRoot(s, ids)).ToLookup(s => s.ParentSpanId);
        var ordered = new List<SpanOutline>(sorted.Count);
        var seen = new HashSet<SpanOutline>(ReferenceEqualityComparer.Instance);
        foreach (var root in sorted.Where(s => IsRoot(s, ids)))
            Walk(root, children, ordered, seen);
        // What is left hangs on a cycle: its earliest span is taken as a root.
        foreach (var span in sorted)
            Walk(span, children, ordered, seen);
        return ordered;
    }

    private static bool IsRoot(SpanOutline span, HashSet<string> ids) =>
        span.ParentSpanId.Length == 0 || span.ParentSpanId == span.SpanId || !ids.Contains(span.ParentSpanId);

    // With a stack of its own: a trace may be deeper than the thread's.
    private static void Walk(SpanOutline root, ILookup<string, SpanOutline> children, List<SpanOutline> ordered, HashSet<SpanOutline> seen)
    {
        var pending = new Stack<SpanOutline>([root]);
        while (pending.TryPop(out var span))
        {
            if (!seen.Add(span))
                continue;
            ordered.Add(span);
            foreach (var child in children[span.SpanId].Reverse())
                pending.Push(child);
        }
    }
}
