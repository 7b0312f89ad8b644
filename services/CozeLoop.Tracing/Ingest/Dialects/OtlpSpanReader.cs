using System.Text;
using CozeLoop.Tracing.Ingest.Otlp;

namespace CozeLoop.Tracing.Ingest.Dialects;

/// <summary>Reads the spans of an <c>ExportTraceServiceRequest</c> that passed <see cref="SpanCheck"/>.</summary>
internal static class OtlpSpanReader
{
    /// <exception cref="FormatException">The bytes are no such request: they were damaged after they were checked.</exception>
    public static List<RawSpan> Read(ReadOnlySpan<byte> request)
    {
        var spans = new List<RawSpan>();
        var reader = new ProtobufReader(request);
        while (reader.Next())
        {
            if (reader.Field == 1)
                ResourceSpans(reader.Bytes, spans);
        }
        return reader.Failed ? throw new FormatException("The batch is no ExportTraceServiceRequest.") : spans;
    }

    private static void ResourceSpans(ReadOnlySpan<byte> message, List<RawSpan> spans)
    {
        var resource = new Dictionary<string, string>();
        int first = spans.Count;
        var reader = new ProtobufReader(message);
        while (reader.Next())
        {
            if (reader.Field == 1)
                Attributes(reader.Bytes, 1, resource);
            else if (reader.Field == 2)
                ScopeSpans(reader.Bytes, spans);
        }
        for (int i = first; i < spans.Count; i++)
            spans[i].Resource = resource;
    }

    private static void ScopeSpans(ReadOnlySpan<byte> message, List<RawSpan> spans)
    {
        string name = "",
            version = "";
        int first = spans.Count;
        var reader = new ProtobufReader(message);
        while (reader.Next())
        {
            if (reader.Field == 1)
                (name, version) = Scope(reader.Bytes);
            else if (reader.Field == 2)
                spans.Add(Span(reader.Bytes));
        }
        for (int i = first; i < spans.Count; i++)
            (spans[i].ScopeName, spans[i].ScopeVersion) = (name, version);
    }

    private static (string Name, string Version) Scope(ReadOnlySpan<byte> message)
    {
        string name = "",
            version = "";
        var reader = new ProtobufReader(message);
        while (reader.Next())
        {
            if (reader.Field == 1)
                name = Text(reader.Bytes);
            else if (reader.Field == 2)
                version = Text(reader.Bytes);
        }
        return (name, version);
    }

    private static RawSpan Span(ReadOnlySpan<byte> message)
    {
        var span = new RawSpan();
        var reader = new ProtobufReader(message);
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 1:
                    span.TraceId = Convert.ToHexStringLower(reader.Bytes);
                    break;
                case 2:
                    span.SpanId = Convert.ToHexStringLower(reader.Bytes);
                    break;
                case 4:
                    span.ParentSpanId = reader.Bytes.ContainsAnyExcept((byte)0) ? Convert.ToHexStringLower(reader.Bytes) : "";
                    break;
                case 5:
                    span.Name = Text(reader.Bytes);
                    break;
                case 7:
                    span.StartUnixNano = (long)reader.Number;
                    break;
                case 8:
                    span.EndUnixNano = (long)reader.Number;
                    break;
                case 9:
                    Pair(reader.Bytes, span.Attributes);
                    break;
                case 11:
                    span.Events.Add(Event(reader.Bytes));
                    break;
                case 13:
                    span.Links.Add(Link(reader.Bytes));
                    break;
                case 15:
                    Status(reader.Bytes, span);
                    break;
            }
        }
        return span;
    }

    private static RawEvent Event(ReadOnlySpan<byte> message)
    {
        string name = "";
        long time = 0;
        var attributes = new Dictionary<string, string>();
        var reader = new ProtobufReader(message);
        while (reader.Next())
        {
            if (reader.Field == 1)
                time = (long)reader.Number;
            else if (reader.Field == 2)
                name = Text(reader.Bytes);
            else if (reader.Field == 3)
                Pair(reader.Bytes, attributes);
        }
        return new RawEvent(name, time, attributes);
    }

    private static RawLink Link(ReadOnlySpan<byte> message)
    {
        string trace = "",
            span = "";
        var reader = new ProtobufReader(message);
        while (reader.Next())
        {
            if (reader.Field == 1)
                trace = Convert.ToHexStringLower(reader.Bytes);
            else if (reader.Field == 2)
                span = Convert.ToHexStringLower(reader.Bytes);
        }
        return new RawLink(trace, span);
    }

    private static void Status(ReadOnlySpan<byte> message, RawSpan span)
    {
        var reader = new ProtobufReader(message);
        while (reader.Next())
        {
            if (reader.Field == 2)
                span.StatusMessage = Text(reader.Bytes);
            else if (reader.Field == 3)
                span.Status = (int)reader.Number;
        }
    }

    private static void Attributes(ReadOnlySpan<byte> message, int field, Dictionary<string, string> into)
    {
        var reader = new ProtobufReader(message);
        while (reader.Next())
        {
            if (reader.Field == field)
                Pair(reader.Bytes, into);
        }
    }

    private static void Pair(ReadOnlySpan<byte> message, Dictionary<string, string> into)
    {
        string key = "";
        ReadOnlySpan<byte> value = default;
        var reader = new ProtobufReader(message);
        while (reader.Next())
        {
            if (reader.Field == 1)
                key = Text(reader.Bytes);
            else if (reader.Field == 2)
                value = reader.Bytes;
        }
        into[key] = AnyValue.Text(value);
    }

    private static string Text(ReadOnlySpan<byte> utf8) => Encoding.UTF8.GetString(utf8);
}
