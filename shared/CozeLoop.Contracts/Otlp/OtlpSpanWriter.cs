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
        resourceSpans = writer.Begin(1);
        int inner = writer.Begin(1);
        Attributes(1, resource);
        writer.End(inner);
        scopeSpans = writer.Begin(2);
        inner = writer.Begin(1);
        if (scopeName.Length > 0)
            writer.Text(1, scopeName);
        if (scopeVersion.Length > 0)
            writer.Text(2, scopeVersion);
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
        int start = writer.Begin(2);
        writer.Bytes(1, OtlpIds.Trace(span.TraceId));
        writer.Bytes(2, OtlpIds.Span(span.SpanId));
        if (!string.IsNullOrEmpty(span.ParentSpanId))
            writer.Bytes(4, OtlpIds.Span(span.ParentSpanId));
        writer.Text(5, span.Name);
        writer.Varint(6, (ulong)span.Kind);
        writer.Fixed64(7, (ulong)span.StartUnixNano);
        writer.Fixed64(8, (ulong)span.EndUnixNano);
        Attributes(9, span.Attributes);
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
        int start = writer.Begin(11);
        writer.Fixed64(1, (ulong)e.UnixNano);
        writer.Text(2, e.Name);
        Attributes(3, e.Attributes);
        writer.End(start);
    }

    private void Link(OtlpLink link)
    {
        int start = writer.Begin(13);
        writer.Bytes(1, OtlpIds.Trace(link.TraceId));
        writer.Bytes(2, OtlpIds.Span(link.SpanId));
        writer.End(start);
    }

    private void Status(OtlpSpan span)
    {
        int start = writer.Begin(15);
        if (span.StatusMessage.Length > 0)
            writer.Text(2, span.StatusMessage);
        writer.Varint(3, (ulong)span.Status);
        writer.End(start);
    }

    private void Attributes(int field, IReadOnlyDictionary<string, object?> attributes)
    {
        foreach (var (key, value) in attributes)
        {
            if (value is null)
                continue;
            int pair = writer.Begin(field);
            writer.Text(1, key);
            int any = writer.Begin(2);
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
                writer.Text(1, text);
                break;
            case bool flag:
                writer.Bool(2, flag);
                break;
            case int number:
                writer.Varint(3, (ulong)(long)number);
                break;
            case long number:
                writer.Varint(3, (ulong)number);
                break;
            case double number:
                writer.Real(4, number);
                break;
            case decimal number:
                writer.Real(4, (double)number);
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
        int array = writer.Begin(5);
        foreach (string item in list)
        {
            int element = writer.Begin(1);
            writer.Text(1, item);
            writer.End(element);
        }
        writer.End(array);
    }
}
