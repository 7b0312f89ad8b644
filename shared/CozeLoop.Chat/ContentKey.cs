using System.Security.Cryptography;
using CozeLoop.Chat.Json;

namespace CozeLoop.Chat;

/// <summary>
/// What makes two calls the same: provider, endpoint, model, messages as they are sent, tools, parameters, sample index. SHA-256 in hex
/// over canonical JSON, nulls left out. Stored answers are found by it, so another spelling of the same content would lose them.
/// </summary>
public static class ContentKey
{
    /// <param name="endpoint">The base URL (a connection made anew still finds its answers), or what else tells servers apart.</param>
    /// <param name="sampleIndex">From 0: which of several answers to the same content.</param>
    public static string Of(string provider, string endpoint, ChatRequest request, int sampleIndex)
    {
        var content = new
        {
            provider,
            endpoint,
            request.Model,
            // What a provider wrote beside its answer is not sent back, so it makes no difference.
            Messages = request.Messages.Select(m => m with { Reasoning = null, FinishReason = null }),
            request.Tools,
            request.Parameters,
            sampleIndex,
        };
        return Convert.ToHexStringLower(SHA256.HashData(CanonicalJson.Utf8(ChatJson.ToElement(content)).Span));
    }
}
