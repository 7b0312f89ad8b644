using System.Globalization;
using CozeLoop.Chat;
using CozeLoop.Contracts.Api;

namespace CozeLoop.Tracing.Ingest.Dialects;

/// <summary>
/// Tokens by kind, and the derivation in words so that wrong money can be audited. OTel, OpenInference, Vercel and OpenAI count cached
/// tokens
/// within the input and reasoning within the output (inclusive: subtracted once); Langfuse's own buckets, Anthropic's usage and the
/// platform's
/// names do not overlap (exclusive: taken as they are).
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

    private static RawUsage? Native(SpanReading r) =>
        RawUsage.Of(
            NativeName,
            true,
            r.Count("cozeloop.tokens.input"),
            r.Count("cozeloop.tokens.output"),
            r.Count("cozeloop.tokens.cache_read"),
            r.Count("cozeloop.tokens.cache_write"),
            r.Count("cozeloop.tokens.reasoning"),
            r.Count("cozeloop.tokens.audio")
        );

    private static RawUsage? OpenInference(SpanReading r) =>
        RawUsage.Of(
            "llm.token_count",
            false,
            r.Count("llm.token_count.prompt"),
            r.Count("llm.token_count.completion"),
            r.Count("llm.token_count.prompt_details.cache_read"),
            r.Count("llm.token_count.prompt_details.cache_write"),
            r.Count("llm.token_count.completion_details.reasoning"),
            r.Count("llm.token_count.prompt_details.audio")
        );

    private static RawUsage? Vercel(SpanReading r) =>
        RawUsage.Of(
            "ai.usage",
            false,
            r.Count("ai.usage.inputTokens", "ai.usage.promptTokens", "ai.usage.tokens"),
            r.Count("ai.usage.outputTokens", "ai.usage.completionTokens"),
            r.Count("ai.usage.cachedInputTokens"),
            null,
            r.Count("ai.usage.reasoningTokens"),
            null
        );

    private static RawUsage? GenAi(SpanReading r) =>
        RawUsage.Of(
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

    private static RawUsage? Langfuse(SpanReading r)
    {
        string json = r.Attribute("langfuse.observation.usage_details");
        return json.Length == 0 ? null : UsageObject.Read("langfuse.observation.usage_details", json);
    }
}

/// <summary>Counts as a source names them, before any subtraction.</summary>
internal readonly record struct RawUsage(
    string Name,
    bool Exclusive,
    long? Input,
    long? Output,
    long? CacheRead,
    long? CacheWrite,
    long? Reasoning,
    long? Audio
)
{
    public static RawUsage? Of(
        string name,
        bool exclusive,
        long? input,
        long? output,
        long? cacheRead,
        long? cacheWrite,
        long? reasoning,
        long? audio
    ) =>
        (input ?? output ?? cacheRead ?? cacheWrite ?? reasoning ?? audio) is null
            ? null
            : new RawUsage(name, exclusive, input, output, cacheRead, cacheWrite, reasoning, audio);

    /// <summary>Kinds that do not overlap, with the arithmetic in words.</summary>
    public (TokenUsage Tokens, string Rule) Split()
    {
        long insideInput = (CacheRead ?? 0) + (CacheWrite ?? 0) + (Audio ?? 0);
        // More cached tokens than input: this instrumentation counts them apart, whatever its convention says.
        bool apart = Exclusive || Input < insideInput || Output < Reasoning;
        var tokens = new TokenUsage
        {
            Input = apart ? Input : Input - insideInput,
            Output = apart ? Output : Output - (Reasoning ?? 0),
            CacheRead = CacheRead,
            CacheWrite = CacheWrite,
            Reasoning = Reasoning,
            Audio = Audio,
        };
        string rule =
            Exclusive ? "exclusive"
            : apart ? "exclusive (taken as inclusive a kind would be negative)"
            : "inclusive";
        return (tokens, $"{rule}: {Name} {Describe()}");
    }

    private string Describe()
    {
        var parts = new List<string>();
        foreach (
            var (name, value) in new (string, long?)[]
            {
                ("input", Input),
                ("output", Output),
                ("cache_read", CacheRead),
                ("cache_write", CacheWrite),
                ("reasoning", Reasoning),
                ("audio", Audio),
            }
        )
        {
            if (value is not null)
                parts.Add(string.Create(CultureInfo.InvariantCulture, $"{name}={value}"));
        }
        return string.Join(' ', parts);
    }
}
