using CozeLoop.Contracts.Otlp;

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

/// <param name="Number">As in <c>OtlpFields.cs</c>.</param>
internal sealed record JsonField(string Name, int Number, JsonKind Kind, Func<JsonField[]>? Fields = null)
{
    /// <summary>The field's name in the proto file, which lenient writers use.</summary>
    public string Original { get; } =
        string.Concat(Name.Select(c => char.IsAsciiLetterUpper(c) ? "_" + char.ToLowerInvariant(c) : c.ToString()));
}

/// <summary>OTLP's messages as JSON names them (https://opentelemetry.io/docs/specs/otlp/#json-protobuf-encoding).</summary>
internal static class OtlpJsonSchema
{
    public static readonly JsonField[] Request =
    [
        new("resourceSpans", ExportTraceServiceRequestFields.ResourceSpans, JsonKind.Message, () => ResourceSpans!),
    ];

    private static readonly JsonField[] ResourceSpans =
    [
        new("resource", ResourceSpansFields.Resource, JsonKind.Message, () => Resource!),
        new("scopeSpans", ResourceSpansFields.ScopeSpans, JsonKind.Message, () => ScopeSpans!),
        new("schemaUrl", ResourceSpansFields.SchemaUrl, JsonKind.Text),
    ];

    private static readonly JsonField[] Resource =
    [
        new("attributes", ResourceFields.Attributes, JsonKind.Message, () => KeyValue!),
        new("droppedAttributesCount", ResourceFields.DroppedAttributesCount, JsonKind.Integer),
    ];

    private static readonly JsonField[] ScopeSpans =
    [
        new("scope", ScopeSpansFields.Scope, JsonKind.Message, () => Scope!),
        new("spans", ScopeSpansFields.Spans, JsonKind.Span, () => Span!),
        new("schemaUrl", ScopeSpansFields.SchemaUrl, JsonKind.Text),
    ];

    private static readonly JsonField[] Scope =
    [
        new("name", InstrumentationScopeFields.Name, JsonKind.Text),
        new("version", InstrumentationScopeFields.Version, JsonKind.Text),
        new("attributes", InstrumentationScopeFields.Attributes, JsonKind.Message, () => KeyValue!),
        new("droppedAttributesCount", InstrumentationScopeFields.DroppedAttributesCount, JsonKind.Integer),
    ];

    private static readonly JsonField[] Span =
    [
        new("traceId", SpanFields.TraceId, JsonKind.Hex),
        new("spanId", SpanFields.SpanId, JsonKind.Hex),
        new("traceState", SpanFields.TraceState, JsonKind.Text),
        new("parentSpanId", SpanFields.ParentSpanId, JsonKind.Hex),
        new("name", SpanFields.Name, JsonKind.Text),
        new("kind", SpanFields.Kind, JsonKind.Integer),
        new("startTimeUnixNano", SpanFields.StartTimeUnixNano, JsonKind.Fixed64),
        new("endTimeUnixNano", SpanFields.EndTimeUnixNano, JsonKind.Fixed64),
        new("attributes", SpanFields.Attributes, JsonKind.Message, () => KeyValue!),
        new("droppedAttributesCount", SpanFields.DroppedAttributesCount, JsonKind.Integer),
        new("events", SpanFields.Events, JsonKind.Message, () => Event!),
        new("droppedEventsCount", SpanFields.DroppedEventsCount, JsonKind.Integer),
        new("links", SpanFields.Links, JsonKind.Message, () => Link!),
        new("droppedLinksCount", SpanFields.DroppedLinksCount, JsonKind.Integer),
        new("status", SpanFields.Status, JsonKind.Message, () => Status!),
        new("flags", SpanFields.Flags, JsonKind.Fixed32),
    ];

    private static readonly JsonField[] Event =
    [
        new("timeUnixNano", SpanEventFields.TimeUnixNano, JsonKind.Fixed64),
        new("name", SpanEventFields.Name, JsonKind.Text),
        new("attributes", SpanEventFields.Attributes, JsonKind.Message, () => KeyValue!),
        new("droppedAttributesCount", SpanEventFields.DroppedAttributesCount, JsonKind.Integer),
    ];

    private static readonly JsonField[] Link =
    [
        new("traceId", SpanLinkFields.TraceId, JsonKind.Hex),
        new("spanId", SpanLinkFields.SpanId, JsonKind.Hex),
        new("traceState", SpanLinkFields.TraceState, JsonKind.Text),
        new("attributes", SpanLinkFields.Attributes, JsonKind.Message, () => KeyValue!),
        new("droppedAttributesCount", SpanLinkFields.DroppedAttributesCount, JsonKind.Integer),
        new("flags", SpanLinkFields.Flags, JsonKind.Fixed32),
    ];

    private static readonly JsonField[] Status =
    [
        new("message", StatusFields.Message, JsonKind.Text),
        new("code", StatusFields.Code, JsonKind.Integer),
    ];

    private static readonly JsonField[] KeyValue =
    [
        new("key", KeyValueFields.Key, JsonKind.Text),
        new("value", KeyValueFields.Value, JsonKind.Message, () => AnyValue!),
    ];

    private static readonly JsonField[] AnyValue =
    [
        new("stringValue", AnyValueFields.StringValue, JsonKind.Text),
        new("boolValue", AnyValueFields.BoolValue, JsonKind.Bool),
        new("intValue", AnyValueFields.IntValue, JsonKind.Integer),
        new("doubleValue", AnyValueFields.DoubleValue, JsonKind.Real),
        new("arrayValue", AnyValueFields.ArrayValue, JsonKind.Message, () => ArrayValue!),
        new("kvlistValue", AnyValueFields.KvlistValue, JsonKind.Message, () => KeyValueList!),
        new("bytesValue", AnyValueFields.BytesValue, JsonKind.Base64),
    ];

    private static readonly JsonField[] ArrayValue = [new("values", ArrayValueFields.Values, JsonKind.Message, () => AnyValue!)];

    private static readonly JsonField[] KeyValueList = [new("values", KeyValueListFields.Values, JsonKind.Message, () => KeyValue!)];
}
