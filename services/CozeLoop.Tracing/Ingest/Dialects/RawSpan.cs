namespace CozeLoop.Tracing.Ingest.Dialects;

/// <summary>One OTLP span as it was sent, its values as text: what the dialects read.</summary>
internal sealed class RawSpan
{
    public string TraceId = "",
        SpanId = "",
        ParentSpanId = "",
        Name = "",
        StatusMessage = "";
    public long StartUnixNano,
        EndUnixNano;
    public int Status,
        DroppedAttributes,
        DroppedEvents;
    public string ScopeName = "",
        ScopeVersion = "";
    public IReadOnlyDictionary<string, string> Resource = new Dictionary<string, string>();
    public readonly Dictionary<string, string> Attributes = new(16);
    public readonly List<RawEvent> Events = [];
    public readonly List<RawLink> Links = [];
}

internal sealed record RawEvent(string Name, long UnixNano, Dictionary<string, string> Attributes);

internal sealed record RawLink(string TraceId, string SpanId);
