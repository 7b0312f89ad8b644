using static CozeLoop.Tracing.Ingest.Dialects.Slot;

namespace CozeLoop.Tracing.Ingest.Dialects;

/// <summary>The ordered alias tables: the platform's own names, then the conventions from the most to the least specific.</summary>
internal static class Conventions
{
    private static readonly Dialect Native = new(
        "cozeloop",
        s => s.Attributes.ContainsKey("cozeloop.kind"),
        (Input, ["cozeloop.input.messages", "cozeloop.input"]),
        (Output, ["cozeloop.output.messages", "cozeloop.output"]),
        (User, ["user.id"]),
        (Session, ["session.id"]),
        (Tags, ["cozeloop.tags"]),
        (Slot.Environment, ["cozeloop.environment"]),
        (Release, ["cozeloop.release"]),
        (PromptKey, ["cozeloop.prompt.key"]),
        (PromptVersion, ["cozeloop.prompt.version"]),
        (PromptVariables, ["cozeloop.prompt.variables"]),
        (ToolName, ["cozeloop.tool.name"]),
        (ToolCallId, ["cozeloop.tool.call_id"]),
        (ToolArguments, ["cozeloop.tool.arguments"]),
        (ToolResult, ["cozeloop.tool.result"]),
        (FirstTokenMs, ["cozeloop.ttft_ms"]),
        (Cost, ["cozeloop.cost_usd"]),
        (TaskId, ["cozeloop.task.id"]),
        (RunId, ["cozeloop.run.id"])
    );

    // https://github.com/Arize-ai/openinference, spec/semantic_conventions.md
    private static readonly Dialect OpenInference = new(
        "openinference",
        s => s.Attributes.ContainsKey("openinference.span.kind"),
        (Model, ["llm.request.model_name", "llm.model_name", "llm.response.model_name", "embedding.model_name", "reranker.model_name"]),
        (Provider, ["llm.provider", "llm.system"]),
        (Input, ["input.value"]),
        (Output, ["output.value"]),
        (User, ["user.id"]),
        (Session, ["session.id"]),
        (Tags, ["tag.tags"]),
        (PromptKey, ["prompt.id", "llm.prompt_template.name"]),
        (PromptVersion, ["llm.prompt_template.version"]),
        (PromptVariables, ["llm.prompt_template.variables"]),
        (ToolName, ["tool.name"]),
        (ToolCallId, ["tool.id", "tool_call.id"]),
        (ToolArguments, ["tool.parameters"]),
        (Cost, ["llm.cost.total"])
    );

    // https://langfuse.com/integrations/native/opentelemetry
    private static readonly Dialect Langfuse = new(
        "langfuse",
        s => s.Attributes.ContainsKey("langfuse.observation.type") || s.ScopeName == "langfuse-sdk",
        (Model, ["langfuse.observation.model.name"]),
        (Input, ["langfuse.observation.input", "langfuse.trace.input"]),
        (Output, ["langfuse.observation.output", "langfuse.trace.output"]),
        (User, ["langfuse.user.id", "user.id"]),
        (Session, ["langfuse.session.id", "session.id"]),
        (Tags, ["langfuse.trace.tags", "langfuse.tags"]),
        (Slot.Environment, ["langfuse.environment"]),
        (Release, ["langfuse.release"]),
        (PromptKey, ["langfuse.observation.prompt.name", "langfuse.prompt.name"]),
        (PromptVersion, ["langfuse.observation.prompt.version", "langfuse.prompt.version"]),
        (FirstTokenTime, ["langfuse.observation.completion_start_time"])
    );

    // https://github.com/traceloop/openllmetry, opentelemetry-semantic-conventions-ai
    private static readonly Dialect Traceloop = new(
        "openllmetry",
        s =>
            s.Attributes.Keys.Any(k => k.StartsWith("traceloop.", StringComparison.Ordinal))
            || s.Attributes.ContainsKey("llm.request.type"),
        (Input, ["traceloop.entity.input"]),
        (Output, ["traceloop.entity.output"]),
        (User, ["traceloop.association.properties.user_id", "gen_ai.user"]),
        (Session, ["traceloop.association.properties.session_id", "traceloop.association.properties.chat_id"]),
        (PromptKey, ["traceloop.prompt.key"]),
        (PromptVersion, ["traceloop.prompt.version"]),
        (PromptVariables, ["traceloop.prompt.template_variables"])
    );

    // https://ai-sdk.dev/docs/ai-sdk-core/telemetry
    private static readonly Dialect Vercel = new(
        "vercel-ai",
        s => s.Attributes.ContainsKey("ai.operationId"),
        (Model, ["ai.model.id"]),
        (Provider, ["ai.model.provider"]),
        (Input, ["ai.prompt.messages", "ai.prompt", "ai.value", "ai.values"]),
        (Output, ["ai.response.object", "ai.response.text", "ai.result.text", "ai.result.object"]),
        (User, ["ai.telemetry.metadata.userId"]),
        (Session, ["ai.telemetry.metadata.sessionId"]),
        (Tags, ["ai.telemetry.metadata.tags"]),
        (ToolName, ["ai.toolCall.name"]),
        (ToolCallId, ["ai.toolCall.id"]),
        (ToolArguments, ["ai.toolCall.args"]),
        (ToolResult, ["ai.toolCall.result"]),
        (FirstTokenMs, ["ai.response.msToFirstChunk", "ai.stream.msToFirstChunk"])
    );

    // https://github.com/open-telemetry/semantic-conventions-genai, and the names it had before
    private static readonly Dialect GenAi = new(
        "otel-genai",
        s => s.Attributes.Keys.Any(k => k.StartsWith("gen_ai.", StringComparison.Ordinal)),
        (Model, ["gen_ai.request.model", "gen_ai.response.model"]),
        (Provider, ["gen_ai.provider.name", "gen_ai.system"]),
        (Input, ["gen_ai.input.messages", "gen_ai.retrieval.query.text", "gen_ai.prompt"]),
        (Output, ["gen_ai.output.messages", "gen_ai.retrieval.documents", "gen_ai.completion"]),
        (User, ["user.id", "enduser.id"]),
        (Session, ["session.id", "gen_ai.conversation.id"]),
        (Tags, ["langsmith.span.tags", "tags"]),
        (Slot.Environment, ["deployment.environment.name", "deployment.environment"]),
        (PromptKey, ["gen_ai.prompt.name"]),
        (PromptVersion, ["gen_ai.prompt.version"]),
        (ToolName, ["gen_ai.tool.name"]),
        (ToolCallId, ["gen_ai.tool.call.id"]),
        (ToolArguments, ["gen_ai.tool.call.arguments"]),
        (ToolResult, ["gen_ai.tool.call.result"]),
        (FirstTokenSeconds, ["gen_ai.response.time_to_first_chunk", "gen_ai.server.time_to_first_token"]),
        (Cost, ["gen_ai.usage.cost"])
    );

    private static readonly Dialect Plain = new("otel", _ => true);

    public static readonly Dialect[] All = [Native, OpenInference, Langfuse, Traceloop, Vercel, GenAi, Plain];
}
