using CozeLoop.Contracts.Otlp;

namespace CozeLoop.Tracing.Ingest.Otlp;

/// <summary>
/// Cuts the accepted spans of a request into requests of at most a broker message's size. When everything was accepted and fits, the bytes
/// pass through unchanged. A single span larger than that travels alone: the embedded queue takes it (its bound is in bytes, not a
/// message's).
/// </summary>
internal static class BatchFramer
{
    /// <summary>Bytes of a message's spans as they are stored, each with its resource: whoever stores a message holds all of
    /// them.</summary>
    public const long MaxStoredBytes = 32L << 20;

    public static IEnumerable<ReadOnlyMemory<byte>> Frame(ReadOnlyMemory<byte> request, RequestSkim skim, int maxBytes)
    {
        if (skim.Accepted.Count == 0)
            return [];
        return skim.Rejected == 0 && skim.Past.Count == 0 && request.Length <= maxBytes && skim.StoredBytes <= MaxStoredBytes
            ? [request]
            : Cut(request, skim.Accepted, maxBytes);
    }

    /// <summary>The spans of days long past, earliest first: each request then holds few days.</summary>
    public static IEnumerable<ReadOnlyMemory<byte>> FramePast(ReadOnlyMemory<byte> request, RequestSkim skim, int maxBytes) =>
        skim.Past.Count == 0 ? [] : Cut(request, [.. skim.Past.OrderBy(past => past.Start).Select(past => past.Span)], maxBytes);

    private static IEnumerable<ReadOnlyMemory<byte>> Cut(ReadOnlyMemory<byte> request, List<SpanSlice> spans, int maxBytes)
    {
        for (int next = 0; next < spans.Count; )
        {
            int first = next;
            long size = 0,
                stored = 0;
            SpanSlice? before = null;
            for (; next < spans.Count; next++)
            {
                size += spans[next].Span.Length + HeadSize(request.Span, before, spans[next]);
                stored += spans[next].Span.Length + spans[next].HeadBytes;
                if ((size > maxBytes || stored > MaxStoredBytes) && next > first)
                    break;
                before = spans[next];
            }
            yield return Write(request.Span, spans, first, next, (int)Math.Min(size, maxBytes));
        }
    }

    private static byte[] Write(ReadOnlySpan<byte> request, List<SpanSlice> spans, int first, int end, int size)
    {
        var writer = new ProtobufWriter(size + 64);
        int resource = 0,
            scope = 0;
        for (int i = first; i < end; i++)
        {
            bool newResource = i == first || spans[i].Resource != spans[i - 1].Resource;
            bool newScope = newResource || spans[i].Scope != spans[i - 1].Scope;
            if (newScope && i > first)
                writer.End(scope);
            if (newResource && i > first)
                writer.End(resource);
            if (newResource)
            {
                resource = writer.Begin(ExportTraceServiceRequestFields.ResourceSpans);
                Head(request, spans[i].Resource, ResourceSpansFields.ScopeSpans, writer);
            }
            if (newScope)
            {
                scope = writer.Begin(ResourceSpansFields.ScopeSpans);
                Head(request, spans[i].Scope, ScopeSpansFields.Spans, writer);
            }
            writer.Raw(request.Slice(spans[i].Span.Start, spans[i].Span.Length));
        }
        writer.End(scope);
        writer.End(resource);
        return writer.ToArray();
    }

    // All but the children.
    private static void Head(ReadOnlySpan<byte> request, Slice message, int children, ProtobufWriter writer)
    {
        var body = request.Slice(message.Start, message.Length);
        var reader = new ProtobufReader(body);
        while (reader.Next())
        {
            if (reader.Field != children)
                writer.Raw(body[reader.Start..reader.End]);
        }
    }

    private static int HeadSize(ReadOnlySpan<byte> request, SpanSlice? before, SpanSlice span)
    {
        const int Framing = 12;
        int size = 0;
        if (before?.Resource != span.Resource)
            size += Size(request, span.Resource, ResourceSpansFields.ScopeSpans) + Framing;
        if (before?.Scope != span.Scope)
            size += Size(request, span.Scope, ScopeSpansFields.Spans) + Framing;
        return size;
    }

    private static int Size(ReadOnlySpan<byte> request, Slice message, int children)
    {
        var reader = new ProtobufReader(request.Slice(message.Start, message.Length));
        int size = 0;
        while (reader.Next())
            size += reader.Field == children ? 0 : reader.End - reader.Start;
        return size;
    }
}
