using System.Text.Json;
using System.Text.Json.Nodes;
using CozeLoop.Chat.Json;
using CozeLoop.Chat.Providers;
using Xunit;

namespace CozeLoop.Chat.Tests.Providers;

/// <summary>A provider's request through the chat format and back.</summary>
internal static class RoundTrip
{
    public static void Check(JsonElement body, Func<JsonElement, ChatRequest> read, Func<ChatRequest, JsonObject> write) =>
        Assert.Equal(CanonicalJson.Of(body), Canonical(write(read(body))));

    public static ChatRequest Of(string form, string json)
    {
        var body = Parse(json);
        var (read, write) = Forms[form];
        Check(body, read, write);
        return read(body);
    }

    /// <summary>What is sent when only what a store keeps is left.</summary>
    public static string FromStore(string form, ChatRequest request) =>
        Canonical(Forms[form].Write(ChatJson.Read<ChatRequest>(ChatJson.Write(request))!));

    public static string Canonical(JsonNode? json) => CanonicalJson.Of(json!.ToJsonString());

    public static JsonElement Parse(string json) => JsonDocument.Parse(json).RootElement;

    private static readonly Dictionary<string, (Func<JsonElement, ChatRequest> Read, Func<ChatRequest, JsonObject> Write)> Forms = new()
    {
        [OpenAiChat.Form] = (OpenAiChat.ReadRequest, r => OpenAiChat.WriteRequest(r)),
        [OpenAiResponses.Form] = (OpenAiResponses.ReadRequest, OpenAiResponses.WriteRequest),
        [AnthropicMessages.Form] = (AnthropicMessages.ReadRequest, AnthropicMessages.WriteRequest),
        [GeminiContents.Form] = (GeminiContents.ReadRequest, GeminiContents.WriteRequest),
    };
}
