namespace CozeLoop.Tracing.Ingest.Otlp;

internal enum JsonKind
{
    Text,
    Hex,
    Base64,
    Fixed64,
    Fixed32,
    Integer,
    Bool,
    Real,
    Message,
    Span,
}

/// <param name="Number">Field number in opentelemetry-proto 1.x.</param>
internal sealed record JsonField(string Name, int Number, JsonKind Kind, Func<JsonField[]>? Fields = null)
{
    /// <summary>The field's name in the proto file, which lenient writers use.</summary>
    public string Original { get; } =
        string.Concat(Name.Select(c => char.IsAsciiLetterUpper(c) ? "_" + char.ToLowerInvariant(c) : c.ToString()));
}

/// <summary>OTLP's messages as JSON names them (https://opentelemetry.io/docs/specs/otlp/#json-protobuf-encoding).</summary>
internal static class OtlpJsonSchema
{
    public static readonly JsonField[] Request = [new("resourceSpans", 1, JsonKind.Message, () => ResourceSpans!)];

    private static readonly JsonField[] ResourceSpans =
    [
        new("resource", 1, JsonKind.Message, () => Resource!),
        new("scopeSpans", 2, JsonKind.Message, () => ScopeSpans!),
        new("schemaUrl", 3, JsonKind.Text),
    ];

    private static readonly JsonField[] Resource =
    [
        new("attributes", 1, JsonKind.Message, () => KeyValue!),
        new("droppedAttributesCount", 2, JsonKind.Integer),
    ];

    private static readonly JsonField[] ScopeSpans =
    [
        new("scope", 1, JsonKind.Message, () => Scope!),
        new("spans", 2, JsonKind.Span, () => Span!),
        new("schemaUrl", 3, JsonKind.Text),
    ];

    private static readonly JsonField[] Scope =
    [
        new("name", 1, JsonKind.Text),
        new("version", 2, JsonKind.Text),
        new("attributes", 3, JsonKind.Message, () => KeyValue!),
        new("droppedAttributesCount", 4, JsonKind.Integer),
    ];

    private static readonly JsonField[] Span =
    [
        new("traceId", 1, JsonKind.Hex),
        new("spanId", 2, JsonKind.Hex),
        new("traceState", 3, JsonKind.Text),
        new("parentSpanId", 4, JsonKind.Hex),
        new("name", 5, JsonKind.Text),
        new("kind", 6, JsonKind.Integer),
        new("startTimeUnixNano", 7, JsonKind.Fixed64),
        new("endTimeUnixNano", 8, JsonKind.Fixed64),
        new("attributes", 9, JsonKind.Message, () => KeyValue!),
        new("droppedAttributesCount", 10, JsonKind.Integer),
        new("events", 11, JsonKind.Message, () => Event!),
        new("droppedEventsCount", 12, JsonKind.Integer),
        new("links", 13, JsonKind.Message, () => Link!),
        new("droppedLinksCount", 14, JsonKind.Integer),
        new("status", 15, JsonKind.Message, () => Status!),
        new("flags", 16, JsonKind.Fixed32),
    ];

    private static readonly JsonField[] Event =
    [
        new("timeUnixNano", 1, JsonKind.Fixed64),
        new("name", 2, JsonKind.Text),
        new("attributes", 3, JsonKind.Message, () => KeyValue!),
        new("droppedAttributesCount", 4, JsonKind.Integer),
    ];

    private static readonly JsonField[] Link =
    [
        new("traceId", 1, JsonKind.Hex),
        new("spanId", 2, JsonKind.Hex),
        new("traceState", 3, JsonKind.Text),
        new("attributes", 4, JsonKind.Message, () => KeyValue!),
        new("droppedAttributesCount", 5, JsonKind.Integer),
        new("flags", 6, JsonKind.Fixed32),
    ];

    private static readonly JsonField[] Status = [new("message", 2, JsonKind.Text), new("code", 3, JsonKind.Integer)];

    private static readonly JsonField[] KeyValue = [new("key", 1, JsonKind.Text), new("value", 2, JsonKind.Message, () => AnyValue!)];

    private static readonly JsonField[] AnyValue =
    [
        new("stringValue", 1, JsonKind.Text),
        new("boolValue", 2, JsonKind.Bool),
        new("intValue", 3, JsonKind.Integer),
        new("doubleValue", 4, JsonKind.Real),
        new("arrayValue", 5, JsonKind.Message, () => ArrayValue!),
        new("kvlistValue", 6, JsonKind.Message, () => KeyValueList!),
        new("bytesValue", 7, JsonKind.Base64),
    ];

    private static readonly JsonField[] ArrayValue = [new("values", 1, JsonKind.Message, () => AnyValue!)];

    private static readonly JsonField[] KeyValueList = [new("values", 1, JsonKind.Message, () => KeyValue!)];
}
