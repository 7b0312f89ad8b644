using System.Text.Json;
using CozeLoop.Chat;
using CozeLoop.Chat.Json;

namespace CozeLoop.Models.Providers.OpenAi;

/// <summary>
/// OpenAI's usage object: <c>prompt_tokens</c> includes cached and audio tokens, <c>completion_tokens</c> includes reasoning and audio
/// ones.
/// Our kinds do not overlap, so they are subtracted once. A server that counts the other way (more cached than prompt tokens) is taken as
/// exclusive.
/// </summary>
internal static class OpenAiUsage
{
    public static TokenUsage Read(JsonElement usage)
    {
        var (prompt, completion) = (usage.Get("prompt_tokens_details"), usage.Get("completion_tokens_details"));
        long? cacheRead = prompt?.Tokens("cached_tokens"),
            cacheWrite = prompt?.Tokens("cache_write_tokens"),
            reasoning = completion?.Tokens("reasoning_tokens");
        long? audioIn = prompt?.Tokens("audio_tokens"),
            audioOut = completion?.Tokens("audio_tokens");
        return new TokenUsage
        {
            Input = Rest(usage.Tokens("prompt_tokens"), cacheRead, cacheWrite, audioIn),
            Output = Rest(usage.Tokens("completion_tokens"), reasoning, audioOut, null),
            CacheRead = cacheRead,
            CacheWrite = cacheWrite,
            Reasoning = reasoning,
            Audio = audioIn is null && audioOut is null ? null : (audioIn ?? 0) + (audioOut ?? 0),
        };
    }

    private static long? Rest(long? whole, long? a, long? b, long? c)
    {
        long? rest = whole - (a ?? 0) - (b ?? 0) - (c ?? 0);
        return rest < 0 ? whole : rest;
    }
}
