using CozeLoop.Contracts.Api;

namespace CozeLoop.Tracing.Ingest.Dialects;

/// <summary>The kind of a span, by whichever convention names it first; by what the span carries where none does.</summary>
internal static class SpanKindRules
{
    public static string Of(SpanReading reading)
    {
        string native = reading.Attribute("cozeloop.kind").ToLowerInvariant();
        if (SpanKinds.All.Contains(native))
            return native;
        return OpenInference(reading.Attribute("openinference.span.kind"))
            ?? Langfuse(reading.Attribute("langfuse.observation.type"))
            ?? Traceloop(reading.Attribute("traceloop.span.kind"))
            ?? Vercel(reading.Attribute("ai.operationId"))
            ?? GenAi(reading.Attribute("gen_ai.operation.name", "llm.request.type"))
            ?? Carried(reading);
    }

    private static string? OpenInference(string kind) =>
        kind.ToLowerInvariant() switch
        {
            "" => null,
            "llm" => SpanKinds.Model,
            var same => SpanKinds.All.Contains(same) ? same : SpanKinds.Span,
        };

    private static string? Langfuse(string type) =>
        type.ToLowerInvariant() switch
        {
            "" => null,
            "generation" => SpanKinds.Model,
            var same => SpanKinds.All.Contains(same) ? same : SpanKinds.Span,
        };

    private static string? Traceloop(string kind) =>
        kind switch
        {
            "workflow" => SpanKinds.Chain,
            "task" => SpanKinds.Function,
            SpanKinds.Agent or SpanKinds.Tool => kind,
            _ => null,
        };

    // ai.generateText is the caller's view and repeats the usage of its .doGenerate, which is the call.
    private static string? Vercel(string operation) =>
        operation switch
        {
            "" => null,
            "ai.toolCall" => SpanKinds.Tool,
            "ai.embed" or "ai.embedMany" => SpanKinds.Chain,
            _ when operation.StartsWith("ai.embed", StringComparison.Ordinal) => SpanKinds.Embedding,
            _ when operation.Contains(".do", StringComparison.Ordinal) => SpanKinds.Model,
            _ => SpanKinds.Chain,
        };

    private static string? GenAi(string operation) =>
        operation switch
        {
            "chat" or "generate_content" or "text_completion" or "completion" or "fetch_response" => SpanKinds.Model,
            "embeddings" or SpanKinds.Embedding => SpanKinds.Embedding,
            "rerank" => SpanKinds.Reranker,
            "retrieval" or "search_memory" => SpanKinds.Retriever,
            "execute_tool" => SpanKinds.Tool,
            "invoke_agent" or "create_agent" => SpanKinds.Agent,
            "invoke_workflow" => SpanKinds.Chain,
            "plan" => SpanKinds.Function,
            _ => null,
        };

    private static string Carried(SpanReading reading) =>
        reading[Slot.Model].Length > 0 ? SpanKinds.Model
        : reading[Slot.ToolName].Length > 0 ? SpanKinds.Tool
        : SpanKinds.Span;
}
