using System.Text.Json;
using System.Text.Json.Nodes;
using CozeLoop.Chat;
using CozeLoop.Chat.Json;

namespace CozeLoop.Models.Providers.Anthropic;

/// <summary>Chat messages as Anthropic's content blocks: tool results travel in user messages, and messages of one role that follow each
/// other are one.</summary>
internal static class AnthropicMessages
{
    public static JsonArray Write(IEnumerable<ChatMessage> messages)
    {
        var array = new JsonArray();
        string? lastRole = null;
        JsonArray? content = null;
        foreach (var message in messages)
        {
            string role = message.Role == "assistant" ? "assistant" : "user";
            if (role != lastRole)
                array.Add(new JsonObject { ["role"] = lastRole = role, ["content"] = content = [] });
            foreach (var block in Blocks(message))
                content!.Add(block);
        }
        return array;
    }

    /// <summary>Images by URL or inline; other parts have no block here.</summary>
    public static bool CanWrite(JsonElement parts) =>
        parts.ValueKind == JsonValueKind.Array && parts.EnumerateArray().All(p => p.Get("image_url")?.Text("url") is not null);

    private static IEnumerable<JsonObject> Blocks(ChatMessage message)
    {
        if (message.Role == "tool")
        {
            yield return new JsonObject
            {
                ["type"] = "tool_result",
                ["tool_use_id"] = message.ToolCallId ?? "call_0",
                ["content"] = message.Content ?? "",
            };
            yield break;
        }
        // An empty text block is refused.
        if (!string.IsNullOrEmpty(message.Content))
            yield return new JsonObject { ["type"] = "text", ["text"] = message.Content };
        foreach (var part in message.Parts is { ValueKind: JsonValueKind.Array } parts ? parts.EnumerateArray().ToList() : [])
            yield return Image(part.Get("image_url")!.Value.Text("url")!);
        for (int i = 0; i < (message.ToolCalls?.Count ?? 0); i++)
        {
            var call = message.ToolCalls![i];
            yield return new JsonObject
            {
                ["type"] = "tool_use",
                ["id"] = call.Id ?? $"call_{i}",
                ["name"] = call.Name,
                ["input"] = Input(call.Arguments),
            };
        }
    }

    // Arguments are text and may be broken JSON, but the block takes only an object: broken ones travel as text under a name that says so.
    private static JsonObject Input(string arguments) =>
        JsonReading.Parse(arguments) is { ValueKind: JsonValueKind.Object } json
            ? JsonObject.Create(json)!
            : new JsonObject { ["unparsed_arguments"] = arguments };

    private static JsonObject Image(string url)
    {
        int comma = url.IndexOf(',', StringComparison.Ordinal);
        bool inline = url.StartsWith("data:", StringComparison.Ordinal) && comma > 0;
        var source = inline
            ? new JsonObject
            {
                ["type"] = "base64",
                ["media_type"] = url[5..comma].Split(';')[0],
                ["data"] = url[(comma + 1)..],
            }
            : new JsonObject { ["type"] = "url", ["url"] = url };
        return new JsonObject { ["type"] = "image", ["source"] = source };
    }
}
