namespace CozeLoop.Contracts.Otlp;

/// <summary>One span to be written as OTLP. Ids are hex (32 digits a trace, 16 a span); times are nanoseconds since 1970.</summary>
/// <remarks>
/// Attribute values may be <c>string</c>, <c>bool</c>, <c>int</c>, <c>long</c>, <c>double</c>, <c>decimal</c> (sent as a double) or a list
/// of strings; null values are left out.
/// </remarks>
public sealed record OtlpSpan(string TraceId, string SpanId, string? ParentSpanId, string Name, long StartUnixNano, long EndUnixNano)
{
    public OtlpSpanKind Kind { get; init; } = OtlpSpanKind.Internal;
    public OtlpStatus Status { get; init; }
    public string StatusMessage { get; init; } = "";
    public IReadOnlyDictionary<string, object?> Attributes { get; init; } = new Dictionary<string, object?>();
    public IReadOnlyList<OtlpEvent> Events { get; init; } = [];
    public IReadOnlyList<OtlpLink> Links { get; init; } = [];
}

public sealed record OtlpEvent(string Name, long UnixNano, IReadOnlyDictionary<string, object?> Attributes);

public sealed record OtlpLink(string TraceId, string SpanId);

/// <summary>Numbers are those of opentelemetry-proto.</summary>
public enum OtlpSpanKind
{
    Unspecified = 0,
    Internal = 1,
    Server = 2,
    Client = 3,
    Producer = 4,
    Consumer = 5,
}

/// <summary>Numbers are those of opentelemetry-proto.</summary>
public enum OtlpStatus
{
    Unset = 0,
    Ok = 1,
    Error = 2,
}
