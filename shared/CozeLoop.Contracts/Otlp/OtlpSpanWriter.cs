namespace CozeLoop.Contracts.Otlp;

/// <summary>
/// Writes an <c>ExportTraceServiceRequest</c> (opentelemetry-proto 1.x, collector/trace/v1) of one resource and one scope without any
/// package.
/// Add spans, then take the bytes; <see cref="Length"/> tells when to start the next request.
/// </summary>
/// <example><c>new SpanBatch(workspace, received, "platform", new OtlpSpanWriter(resource,
/// "cozeloop.models").Add(span).ToArray())</c></example>
public sealed class OtlpSpanWriter
{
    private readonly ProtobufWriter writer = new(4096);
    private readonly int resourceSpans,
        scopeSpans;

    public OtlpSpanWriter(IReadOnlyDictionary<string, object?> resource, string scopeName, string scopeVersion = "")
    {
        resourceSpans = writer.Begin(ExportTraceServiceRequestFields.ResourceSpans);
        int inner = writer.Begin(ResourceSpansFields.Resource);
        Attributes(ResourceFields.Attributes, resource);
        writer.End(inner);
        scopeSpans = writer.Begin(ResourceSpansFields.ScopeSpans);
        inner = writer.Begin(ScopeSpansFields.Scope);
        if (scopeName.Length > 0)
            writer.Text(InstrumentationScopeFields.Name, scopeName);
        if (scopeVersion.Length > 0)
            writer.Text(InstrumentationScopeFields.Version, scopeVersion);
        writer.End(inner);
    }

    /// <summary>Spans added.</summary>
    public int Count { get; private set; }

    /// <summary>Bytes so far, without the few that close the request.</summary>
    public int Length => writer.Length;

    /// <exception cref="FormatException">An id is not hex of its length.</exception>
    /// <exception cref="ArgumentException">An attribute has a value of a type that OTLP has no form for.</exception>
    public OtlpSpanWriter Add(OtlpSpan span)
    {
        int start = writer.Begin(ScopeSpansFields.Spans);
        writer.Bytes(SpanFields.TraceId, OtlpIds.Trace(span.TraceId));
        writer.Bytes(SpanFields.SpanId, OtlpIds.Span(span.SpanId));
        if (!string.IsNullOrEmpty(span.ParentSpanId))
            writer.Bytes(SpanFields.ParentSpanId, OtlpIds.Span(span.ParentSpanId));
        writer.Text(SpanFields.Name, span.Name);
        writer.Varint(SpanFields.Kind, (ulong)span.Kind);
        writer.Fixed64(SpanFields.StartTimeUnixNano, (ulong)span.StartUnixNano);
        writer.Fixed64(SpanFields.EndTimeUnixNano, (ulong)span.EndUnixNano);
        Attributes(SpanFields.Attributes, span.Attributes);
        foreach (var e in span.Events)
            Event(e);
        foreach (var link in span.Links)
            Link(link);
        if (span.Status != OtlpStatus.Unset || span.StatusMessage.Length > 0)
            Status(span);
        writer.End(start);
        Count++;
        return this;
    }

    /// <summary>The finished request; the writer may go on afterwards.</summary>
    public byte[] ToArray()
    {
        var whole = new ProtobufWriter(writer.Length + 16);
        whole.Raw(writer.Written.Span);
        whole.End(scopeSpans);
        whole.End(resourceSpans);
        return whole.ToArray();
    }

    private void Event(OtlpEvent e)
    {
        int start = writer.Begin(SpanFields.Events);
        writer.Fixed64(SpanEventFields.TimeUnixNano, (ulong)e.UnixNano);
        writer.Text(SpanEventFields.Name, e.Name);
        Attributes(SpanEventFields.Attributes, e.Attributes);
        writer.End(start);
    }

    private void Link(OtlpLink link)
    {
        int start = writer.Begin(SpanFields.Links);
        writer.Bytes(SpanLinkFields.TraceId, OtlpIds.Trace(link.TraceId));
        writer.Bytes(SpanLinkFields.SpanId, OtlpIds.Span(link.SpanId));
        writer.End(start);
    }

    private void Status(OtlpSpan span)
    {
        int start = writer.Begin(SpanFields.Status);
        if (span.StatusMessage.Length > 0)
            writer.Text(StatusFields.Message, span.StatusMessage);
        writer.Varint(StatusFields.Code, (ulong)span.Status);
        writer.End(start);
    }

    private void Attributes(int field, IReadOnlyDictionary<string, object?> attributes)
    {
        foreach (var (key, value) in attributes)
        {
            if (value is null)
                continue;
            int pair = writer.Begin(field);
            writer.Text(KeyValueFields.Key, key);
            int any = writer.Begin(KeyValueFields.Value);
            Value(key, value);
            writer.End(any);
            writer.End(pair);
        }
    }

    private void Value(string key, object value)
    {
        switch (value)
        {
            case string text:
                writer.Text(AnyValueFields.StringValue, text);
                break;
            case bool flag:
                writer.Bool(AnyValueFields.BoolValue, flag);
                break;
            case int number:
                writer.Varint(AnyValueFields.IntValue, (ulong)(long)number);
                break;
            case long number:
                writer.Varint(AnyValueFields.IntValue, (ulong)number);
                break;
            case double number:
                writer.Real(AnyValueFields.DoubleValue, number);
                break;
            case decimal number:
                writer.Real(AnyValueFields.DoubleValue, (double)number);
                break;
            case IEnumerable<string> list:
                List(list);
                break;
            default:
                throw new ArgumentException($"OTLP has no form for '{key}' of type {value.GetType().Name}.", nameof(value));
        }
    }

    private void List(IEnumerable<string> list)
    {
        int array = writer.Begin(AnyValueFields.ArrayValue);
        foreach (string item in list)
        {
            int element = writer.Begin(ArrayValueFields.Values);
            writer.Text(AnyValueFields.StringValue, item);
            writer.End(element);
        }
        writer.End(array);
    }
}
