namespace CozeLoop.Contracts.Otlp;

// Field numbers of opentelemetry-proto 1.x, a class a message, named as the message and its fields are named there:
// https://github.com/open-telemetry/opentelemetry-proto/tree/main/opentelemetry/proto

/// <summary><c>collector/trace/v1/trace_service.proto</c>.</summary>
public static class ExportTraceServiceRequestFields
{
    public const int ResourceSpans = 1;
}

/// <summary><c>collector/trace/v1/trace_service.proto</c>.</summary>
public static class ExportTraceServiceResponseFields
{
    public const int PartialSuccess = 1;
}

/// <summary><c>collector/trace/v1/trace_service.proto</c>.</summary>
public static class ExportTracePartialSuccessFields
{
    public const int RejectedSpans = 1,
        ErrorMessage = 2;
}

/// <summary><c>trace/v1/trace.proto</c>.</summary>
public static class ResourceSpansFields
{
    public const int Resource = 1,
        ScopeSpans = 2,
        SchemaUrl = 3;
}

/// <summary><c>trace/v1/trace.proto</c>.</summary>
public static class ScopeSpansFields
{
    public const int Scope = 1,
        Spans = 2,
        SchemaUrl = 3;
}

/// <summary><c>trace/v1/trace.proto</c>.</summary>
public static class SpanFields
{
    public const int TraceId = 1,
        SpanId = 2,
        TraceState = 3,
        ParentSpanId = 4,
        Name = 5,
        Kind = 6,
        StartTimeUnixNano = 7,
        EndTimeUnixNano = 8,
        Attributes = 9,
        DroppedAttributesCount = 10,
        Events = 11,
        DroppedEventsCount = 12,
        Links = 13,
        DroppedLinksCount = 14,
        Status = 15,
        Flags = 16;
}

/// <summary><c>Span.Event</c> of <c>trace/v1/trace.proto</c>.</summary>
public static class SpanEventFields
{
    public const int TimeUnixNano = 1,
        Name = 2,
        Attributes = 3,
        DroppedAttributesCount = 4;
}

/// <summary><c>Span.Link</c> of <c>trace/v1/trace.proto</c>.</summary>
public static class SpanLinkFields
{
    public const int TraceId = 1,
        SpanId = 2,
        TraceState = 3,
        Attributes = 4,
        DroppedAttributesCount = 5,
        Flags = 6;
}

/// <summary><c>trace/v1/trace.proto</c>; number 1 is reserved.</summary>
public static class StatusFields
{
    public const int Message = 2,
        Code = 3;
}

/// <summary><c>resource/v1/resource.proto</c>.</summary>
public static class ResourceFields
{
    public const int Attributes = 1,
        DroppedAttributesCount = 2;
}

/// <summary><c>common/v1/common.proto</c>.</summary>
public static class InstrumentationScopeFields
{
    public const int Name = 1,
        Version = 2,
        Attributes = 3,
        DroppedAttributesCount = 4;
}

/// <summary><c>common/v1/common.proto</c>.</summary>
public static class KeyValueFields
{
    public const int Key = 1,
        Value = 2;
}

/// <summary><c>common/v1/common.proto</c>.</summary>
public static class AnyValueFields
{
    public const int StringValue = 1,
        BoolValue = 2,
        IntValue = 3,
        DoubleValue = 4,
        ArrayValue = 5,
        KvlistValue = 6,
        BytesValue = 7;
}

/// <summary><c>common/v1/common.proto</c>.</summary>
public static class ArrayValueFields
{
    public const int Values = 1;
}

/// <summary><c>common/v1/common.proto</c>.</summary>
public static class KeyValueListFields
{
    public const int Values = 1;
}

/// <summary>
/// <c>google.rpc.Status</c>, the body of a refusal (https://github.com/googleapis/googleapis/blob/master/google/rpc/status.proto).
/// </summary>
public static class RpcStatusFields
{
    public const int Code = 1,
        Message = 2;
}
