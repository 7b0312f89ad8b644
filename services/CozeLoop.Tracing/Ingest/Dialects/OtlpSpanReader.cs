using System.Text;
using CozeLoop.Contracts.Otlp;
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
            if (reader.Field == ExportTraceServiceRequestFields.ResourceSpans)
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
            if (reader.Field == ResourceSpansFields.Resource)
                Attributes(reader.Bytes, ResourceFields.Attributes, resource);
            else if (reader.Field == ResourceSpansFields.ScopeSpans)
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
            if (reader.Field == ScopeSpansFields.Scope)
                (name, version) = Scope(reader.Bytes);
            else if (reader.Field == ScopeSpansFields.Spans)
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
            if (reader.Field == InstrumentationScopeFields.Name)
                name = Text(reader.Bytes);
            else if (reader.Field == InstrumentationScopeFields.Version)
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
                case SpanFields.TraceId:
                    span.TraceId = Convert.ToHexStringLower(reader.Bytes);
                    break;
                case SpanFields.SpanId:
                    span.SpanId = Convert.ToHexStringLower(reader.Bytes);
                    break;
                case SpanFields.ParentSpanId:
                    span.ParentSpanId = reader.Bytes.ContainsAnyExcept((byte)0) ? Convert.ToHexStringLower(reader.Bytes) : "";
                    break;
                case SpanFields.Name:
                    span.Name = Text(reader.Bytes);
                    break;
                case SpanFields.StartTimeUnixNano:
                    span.StartUnixNano = (long)reader.Number;
                    break;
                case SpanFields.EndTimeUnixNano:
                    span.EndUnixNano = (long)reader.Number;
                    break;
                case SpanFields.Attributes:
                    Pair(reader.Bytes, span.Attributes);
                    break;
                case SpanFields.DroppedAttributesCount:
                    span.DroppedAttributes = Count(reader.Number);
                    break;
                case SpanFields.Events:
                    span.Events.Add(Event(reader.Bytes, out bool isWhole));
                    span.DroppedEvents += isWhole ? 0 : 1;
                    break;
                case SpanFields.DroppedEventsCount:
                    span.DroppedEvents += Count(reader.Number);
                    break;
                case SpanFields.Links:
                    span.Links.Add(Link(reader.Bytes));
                    break;
                case SpanFields.Status:
                    Status(reader.Bytes, span);
                    break;
            }
        }
        return span;
    }

    private static int Count(ulong number) => (int)Math.Min(number, 1_000_000_000);

    /// <param name="isWhole">False where attributes of the event were dropped.</param>
    private static RawEvent Event(ReadOnlySpan<byte> message, out bool isWhole)
    {
        isWhole = true;
        string name = "";
        long time = 0;
        var attributes = new Dictionary<string, string>();
        var reader = new ProtobufReader(message);
        while (reader.Next())
        {
            if (reader.Field == SpanEventFields.TimeUnixNano)
                time = (long)reader.Number;
            else if (reader.Field == SpanEventFields.Name)
                name = Text(reader.Bytes);
            else if (reader.Field == SpanEventFields.Attributes)
                Pair(reader.Bytes, attributes);
            else if (reader.Field == SpanEventFields.DroppedAttributesCount)
                isWhole = reader.Number == 0;
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
            if (reader.Field == SpanLinkFields.TraceId)
                trace = Convert.ToHexStringLower(reader.Bytes);
            else if (reader.Field == SpanLinkFields.SpanId)
                span = Convert.ToHexStringLower(reader.Bytes);
        }
        return new RawLink(trace, span);
    }

    private static void Status(ReadOnlySpan<byte> message, RawSpan span)
    {
        var reader = new ProtobufReader(message);
        while (reader.Next())
        {
            if (reader.Field == StatusFields.Message)
                span.StatusMessage = Text(reader.Bytes);
            else if (reader.Field == StatusFields.Code)
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
            if (reader.Field == KeyValueFields.Key)
                key = Text(reader.Bytes);
            else if (reader.Field == KeyValueFields.Value)
                value = reader.Bytes;
        }
        into[key] = AnyValue.Text(value);
    }

    private static string Text(ReadOnlySpan<byte> utf8) => Encoding.UTF8.GetString(utf8);
}
