namespace CozeLoop.Tracing.Storage.ClickHouse;

/// <summary>What a span's place in its trace needs.</summary>
/// <param name="ContentBytes">What the row's content adds to an answer, at most; 0 where it was not asked for.</param>
internal sealed record SpanOutline(string TraceId, string SpanId, string ParentSpanId, long StartUnixNano, long ContentBytes = 0);
