using System.Text.Json;
using CozeLoop.Chat.Json;

namespace CozeLoop.Tracing.Ingest.Dialects;

/// <summary>
/// A usage object as a provider or Langfuse writes it: OpenAI's (chat and responses; inclusive, details nested and nullable), Anthropic's
/// (exclusive), or Langfuse's own buckets (exclusive by contract).
/// </summary>
internal static class UsageObject
{
    public static RawUsage? Read(string name, string json)
    {
        using var document = JsonText.TryParse(json);
        return document?.RootElement is { ValueKind: JsonValueKind.Object } usage ? Read(name, usage) : null;
    }

    public static RawUsage? Read(string name, JsonElement usage)
    {
        if (usage.TryGetProperty("prompt_tokens", out _) || usage.TryGetProperty("completion_tokens", out _))
            return OpenAi(name, usage, "prompt_tokens", "completion_tokens");
        if (usage.TryGetProperty("promptTokens", out _))
            return RawUsage.Of(name, false, Count(usage, "promptTokens"), Count(usage, "completionTokens"), null, null, null, null);
        if (usage.TryGetProperty("input_tokens_details", out _) || usage.TryGetProperty("output_tokens_details", out _))
            return OpenAi(name, usage, "input_tokens", "output_tokens");
        if (usage.TryGetProperty("input_tokens", out _))
        {
            return RawUsage.Of(
                name,
                true,
                Count(usage, "input_tokens"),
                Count(usage, "output_tokens"),
                Count(usage, "cache_read_input_tokens"),
                Count(usage, "cache_creation_input_tokens"),
                null,
                null
            );
        }
        // Langfuse's copy of OpenInference's details: those lie within input and output, as they did there.
        if (usage.EnumerateObject().Any(m => m.Name.Contains("_details.", StringComparison.Ordinal)))
        {
            return RawUsage.Of(
                name,
                false,
                Count(usage, "input"),
                Count(usage, "output"),
                Count(usage, "prompt_details.cache_read"),
                Count(usage, "prompt_details.cache_write"),
                Count(usage, "completion_details.reasoning"),
                Count(usage, "prompt_details.audio")
            );
        }
        return RawUsage.Of(
            name,
            true,
            Count(usage, "input"),
            Count(usage, "output"),
            Count(usage, "input_cached_tokens", "cache_read_input_tokens", "input_cache_read", "cache_read", "cacheRead"),
            Count(usage, "cache_creation_input_tokens", "input_cache_creation", "input_cache_write", "cache_write", "cacheWrite"),
            Count(usage, "output_reasoning_tokens", "output_reasoning", "reasoning"),
            Count(usage, "input_audio_tokens", "input_audio", "audio")
        );
    }

    private static RawUsage? OpenAi(string name, JsonElement usage, string input, string output) =>
        RawUsage.Of(
            name,
            false,
            Count(usage, input),
            Count(usage, output),
            Count(Part(usage, input + "_details"), "cached_tokens"),
            null,
            Count(Part(usage, output + "_details"), "reasoning_tokens"),
            Count(Part(usage, input + "_details"), "audio_tokens")
        );

    private static JsonElement Part(JsonElement parent, string name) => parent.TryGetProperty(name, out var part) ? part : default;

    private static long? Count(JsonElement parent, params ReadOnlySpan<string> names)
    {
        if (parent.ValueKind != JsonValueKind.Object)
            return null;
        foreach (string name in names)
        {
            if (
                parent.TryGetProperty(name, out var value)
                && value.ValueKind is JsonValueKind.Number or JsonValueKind.String
                && SpanReading.AsCount(value.ToString()) is { } count
            )
                return count;
        }
        return null;
    }
}
