using System.Text.Json;
using CozeLoop.Chat.Json;
using CozeLoop.Chat.Providers;

namespace CozeLoop.Chat.Reading;

/// <summary>
/// A usage object of any form in use: OpenAI's (chat and responses; inclusive, details nested and nullable), Anthropic's (exclusive),
/// Gemini's, or Langfuse's own buckets (exclusive by contract).
/// </summary>
public static class AnyUsage
{
    /// <summary>Null where the text is not such an object, or counts nothing.</summary>
    public static ReportedUsage? Read(string name, string json)
    {
        using var document = JsonText.TryParse(json);
        return document?.RootElement is { ValueKind: JsonValueKind.Object } usage ? Read(name, usage) : null;
    }

    private static ReportedUsage? Read(string name, JsonElement usage)
    {
        bool Has(string member) => usage.TryGetProperty(member, out _);
        if (Has("prompt_tokens") || Has("completion_tokens"))
            return OpenAiChat.Reported(name, usage);
        if (Has("promptTokens"))
            return ReportedUsage.Of(name, false, TokenCount.In(usage, "promptTokens"), TokenCount.In(usage, "completionTokens"));
        if (Has("promptTokenCount") || Has("prompt_token_count"))
            return GeminiContents.Reported(name, usage);
        if (Has("input_tokens_details") || Has("output_tokens_details"))
            return OpenAiResponses.Reported(name, usage);
        if (Has("input_tokens"))
            return AnthropicMessages.Reported(name, usage);
        // Langfuse's copy of OpenInference's details: those lie within input and output, as they did there.
        return usage.EnumerateObject().Any(m => m.Name.Contains("_details.", StringComparison.Ordinal))
            ? ReportedUsage.Of(
                name,
                false,
                TokenCount.In(usage, "input"),
                TokenCount.In(usage, "output"),
                TokenCount.In(usage, "prompt_details.cache_read"),
                TokenCount.In(usage, "prompt_details.cache_write"),
                TokenCount.In(usage, "completion_details.reasoning"),
                TokenCount.In(usage, "prompt_details.audio")
            )
            : Buckets(name, usage);
    }

    private static ReportedUsage? Buckets(string name, JsonElement usage) =>
        ReportedUsage.Of(
            name,
            true,
            TokenCount.In(usage, "input"),
            TokenCount.In(usage, "output"),
            TokenCount.In(usage, "input_cached_tokens", "cache_read_input_tokens", "input_cache_read", "cache_read", "cacheRead"),
            TokenCount.In(usage, "cache_creation_input_tokens", "input_cache_creation", "input_cache_write", "cache_write", "cacheWrite"),
            TokenCount.In(usage, "output_reasoning_tokens", "output_reasoning", "reasoning"),
            TokenCount.In(usage, "input_audio_tokens", "input_audio", "audio")
        );
}
