using CozeLoop.Chat;
using CozeLoop.Chat.Reading;
using CozeLoop.Contracts.Api;

namespace CozeLoop.Tracing.Ingest.Dialects;

/// <summary>
/// Tokens by kind, and the derivation in words so that wrong money can be audited. OTel, OpenInference, Vercel and OpenAI count cached
/// tokens within the input and reasoning within the output (inclusive: subtracted once); Langfuse's own buckets, Anthropic's usage and the
/// platform's names do not overlap (exclusive: taken as they are).
/// </summary>
internal static class TokenRules
{
    public static (TokenUsage Tokens, string Rule) Derive(SpanReading reading, string kind)
    {
        var raw = Native(reading) ?? Langfuse(reading) ?? OpenInference(reading) ?? Vercel(reading) ?? GenAi(reading);
        if (raw is null)
            return (new TokenUsage(), "none");
        // Agents and wrappers repeat the sums of their calls; adding them would count every token twice.
        return SpanKinds.Billed.Contains(kind) || raw.Value.Exclusive && raw.Value.Name == NativeName
            ? raw.Value.Split()
            : (new TokenUsage(), $"none: a span of kind {kind} repeats its calls' {raw.Value.Name}");
    }

    private const string NativeName = "cozeloop.tokens";

    private static ReportedUsage? Native(SpanReading r) =>
        ReportedUsage.Of(
            NativeName,
            true,
            r.Count("cozeloop.tokens.input"),
            r.Count("cozeloop.tokens.output"),
            r.Count("cozeloop.tokens.cache_read"),
            r.Count("cozeloop.tokens.cache_write"),
            r.Count("cozeloop.tokens.reasoning"),
            r.Count("cozeloop.tokens.audio")
        );

    private static ReportedUsage? OpenInference(SpanReading r) =>
        ReportedUsage.Of(
            "llm.token_count",
            false,
            r.Count("llm.token_count.prompt"),
            r.Count("llm.token_count.completion"),
            r.Count("llm.token_count.prompt_details.cache_read"),
            r.Count("llm.token_count.prompt_details.cache_write"),
            r.Count("llm.token_count.completion_details.reasoning"),
            r.Count("llm.token_count.prompt_details.audio")
        );

    private static ReportedUsage? Vercel(SpanReading r) =>
        ReportedUsage.Of(
            "ai.usage",
            false,
            r.Count("ai.usage.inputTokens", "ai.usage.promptTokens", "ai.usage.tokens"),
            r.Count("ai.usage.outputTokens", "ai.usage.completionTokens"),
            r.Count("ai.usage.cachedInputTokens"),
            null,
            r.Count("ai.usage.reasoningTokens"),
            null
        );

    private static ReportedUsage? GenAi(SpanReading r) =>
        ReportedUsage.Of(
            "gen_ai.usage",
            false,
            r.Count("gen_ai.usage.input_tokens", "gen_ai.usage.prompt_tokens", "llm.usage.prompt_tokens"),
            r.Count("gen_ai.usage.output_tokens", "gen_ai.usage.completion_tokens", "llm.usage.completion_tokens"),
            r.Count("gen_ai.usage.cache_read.input_tokens", "gen_ai.usage.cache_read_input_tokens"),
            r.Count(
                "gen_ai.usage.cache_write.input_tokens",
                "gen_ai.usage.cache_creation.input_tokens",
                "gen_ai.usage.cache_creation_input_tokens"
            ),
            r.Count("gen_ai.usage.reasoning.output_tokens", "gen_ai.usage.reasoning_tokens"),
            r.Count("gen_ai.usage.audio.input_tokens")
        );

    private static ReportedUsage? Langfuse(SpanReading r)
    {
        string json = r.Attribute("langfuse.observation.usage_details");
        return json.Length == 0 ? null : AnyUsage.Read("langfuse.observation.usage_details", json);
    }
}
