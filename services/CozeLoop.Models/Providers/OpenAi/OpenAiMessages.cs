using System.Text.Json;
using System.Text.Json.Nodes;
using CozeLoop.Chat;
using CozeLoop.Chat.Json;

namespace CozeLoop.Models.Providers.OpenAi;

/// <summary>Messages, tools and tool calls in OpenAI's form (https://platform.openai.com/docs/api-reference/chat), both ways.</summary>
internal static class OpenAiMessages
{
    /// <summary>Reasoning and finish reason are the provider's output and are not sent back.</summary>
    public static JsonObject Write(ChatMessage message)
    {
        var json = new JsonObject { ["role"] = message.Role, ["content"] = Content(message) };
        if (message.Name is not null)
            json["name"] = message.Name;
        if (message.ToolCallId is not null)
            json["tool_call_id"] = message.ToolCallId;
        if (message.ToolCalls is { Count: > 0 } calls)
            json["tool_calls"] = new JsonArray([.. calls.Select((call, i) => WriteCall(call, i))]);
        return json;
    }

    public static JsonObject Write(ChatTool tool)
    {
        var function = new JsonObject { ["name"] = tool.Name };
        if (tool.Description is not null)
            function["description"] = tool.Description;
        if (tool.Parameters is { } schema)
            function["parameters"] = schema.ToNode();
        return new JsonObject { ["type"] = "function", ["function"] = function };
    }

    public static ChatMessage Read(JsonElement message)
    {
        var content = message.Get("content");
        IReadOnlyList<JsonElement> parts = content is { ValueKind: JsonValueKind.Array } array ? [.. array.EnumerateArray()] : [];
        var texts = parts.Where(IsText).Select(p => p.Text("text")).ToList();
        JsonElement[] others = [.. parts.Where(p => !IsText(p))];
        string? text =
            content is { ValueKind: JsonValueKind.String } value ? value.GetString()
            : texts.Count > 0 ? string.Concat(texts)
            : null;
        return new ChatMessage(message.Text("role") ?? "user", text)
        {
            Name = message.Text("name"),
            ToolCallId = message.Text("tool_call_id"),
            Parts = others.Length > 0 ? JsonSerializer.SerializeToElement(others) : null,
            Reasoning = message.Text("reasoning_content") ?? message.Text("reasoning"),
            ToolCalls = message.Items("tool_calls").Select(ReadCall).ToList() is { Count: > 0 } calls ? calls : null,
        };
    }

    public static ChatTool ReadTool(JsonElement tool)
    {
        var function = tool.Get("function") ?? tool;
        return new ChatTool(function.Text("name") ?? "", function.Text("description"), function.Get("parameters"));
    }

    private static bool IsText(JsonElement part) => part.Text("type") == "text";

    private static JsonNode? Content(ChatMessage message)
    {
        if (message.Parts is not { ValueKind: JsonValueKind.Array } parts)
            return message.Content is null ? null : JsonValue.Create(message.Content);
        var array = new JsonArray();
        if (message.Content is not null)
            array.Add(new JsonObject { ["type"] = "text", ["text"] = message.Content });
        foreach (var part in parts.EnumerateArray())
            array.Add(part.ToNode());
        return array;
    }

    // A call without an id (some recordings have none) needs one: its position.
    private static JsonObject WriteCall(ChatToolCall call, int index) =>
        new()
        {
            ["id"] = call.Id ?? $"call_{index}",
            ["type"] = "function",
            ["function"] = new JsonObject { ["name"] = call.Name, ["arguments"] = call.Arguments },
        };

    private static ChatToolCall ReadCall(JsonElement call) =>
        new(call.Text("id"), call.Get("function")?.Text("name") ?? "", call.Get("function")?.Text("arguments") ?? "");
}
