namespace CozeLoop.Tracing.Ingest.Dialects;

/// <summary>The kind of a span, by whichever convention names it first; by what the span carries where none does.</summary>
internal static class SpanKinds
{
    private static readonly HashSet<string> Known =
    [
        "agent",
        "model",
        "tool",
        "retriever",
        "prompt",
        "chain",
        "embedding",
        "reranker",
        "evaluator",
        "guardrail",
        "function",
        "event",
        "span",
    ];

    public static string Of(SpanReading reading)
    {
        string native = reading.Attribute("cozeloop.kind").ToLowerInvariant();
        if (Known.Contains(native))
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
            "llm" => "model",
            var same => Known.Contains(same) ? same : "span",
        };

    private static string? Langfuse(string type) =>
        type.ToLowerInvariant() switch
        {
            "" => null,
            "generation" => "model",
            var same => Known.Contains(same) ? same : "span",
        };

    private static string? Traceloop(string kind) =>
        kind switch
        {
            "workflow" => "chain",
            "task" => "function",
            "agent" or "tool" => kind,
            _ => null,
        };

    // ai.generateText is the caller's view and repeats the usage of its .doGenerate, which is the call.
    private static string? Vercel(string operation) =>
        operation switch
        {
            "" => null,
            "ai.toolCall" => "tool",
            "ai.embed" or "ai.embedMany" => "chain",
            _ when operation.StartsWith("ai.embed", StringComparison.Ordinal) => "embedding",
            _ when operation.Contains(".do", StringComparison.Ordinal) => "model",
            _ => "chain",
        };

    private static string? GenAi(string operation) =>
        operation switch
        {
            "chat" or "generate_content" or "text_completion" or "completion" or "fetch_response" => "model",
            "embeddings" or "embedding" => "embedding",
            "rerank" => "reranker",
            "retrieval" or "search_memory" => "retriever",
            "execute_tool" => "tool",
            "invoke_agent" or "create_agent" => "agent",
            "invoke_workflow" => "chain",
            "plan" => "function",
            _ => null,
        };

    private static string Carried(SpanReading reading) =>
        reading[Slot.Model].Length > 0 ? "model"
        : reading[Slot.ToolName].Length > 0 ? "tool"
        : "span";
}
