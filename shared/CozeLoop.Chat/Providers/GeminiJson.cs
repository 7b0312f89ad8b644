using System.Text.Json;
using CozeLoop.Chat.Json;

namespace CozeLoop.Chat.Providers;

/// <summary>Gemini takes its names in camel case and in snake case, and SDKs record the latter.</summary>
internal static class GeminiJson
{
    public static JsonElement? Either(this JsonElement json, string camelCase) =>
        json.Get(camelCase) ?? json.Get(JsonNamingPolicy.SnakeCaseLower.ConvertName(camelCase));
}
