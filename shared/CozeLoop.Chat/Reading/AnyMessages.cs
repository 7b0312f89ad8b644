using System.Text.Json;
using CozeLoop.Chat.Json;

namespace CozeLoop.Chat.Reading;

/// <summary>
/// Reads messages in any of the JSON forms in use (OpenAI, OTel's parts, Anthropic's blocks, Vercel's, LangChain's, Google's) into the
/// platform's chat format. What is not a message is left out; a text stands for one message of the given role.
/// </summary>
public static class AnyMessages
{
    public static List<ChatMessage> Read(JsonElement value, string defaultRole)
    {
        var messages = new List<ChatMessage>();
        switch (value.ValueKind)
        {
            case JsonValueKind.String:
                messages.Add(new ChatMessage(defaultRole, JsonText.Plain(value)));
                break;
            case JsonValueKind.Array:
                foreach (var item in value.EnumerateArray())
                    messages.AddRange(Read(item, defaultRole));
                break;
            case JsonValueKind.Object:
                Object(value, defaultRole, messages);
                break;
        }
        return messages;
    }

    private static void Object(JsonElement value, string defaultRole, List<ChatMessage> messages)
    {
        foreach (string list in new[] { "messages", "choices" })
        {
            if (value.TryGetProperty(list, out var inner) && inner.ValueKind == JsonValueKind.Array)
            {
                messages.AddRange(Read(inner, defaultRole));
                return;
            }
        }
        if (value.TryGetProperty("message", out var message) && message.ValueKind == JsonValueKind.Object)
        {
            var read = Read(message, defaultRole);
            messages.AddRange(read.Select(m => m with { FinishReason = m.FinishReason ?? Text(value, "finish_reason") }));
            return;
        }
        if (IsMessage(value) && ToolDefinition(value) is null)
            Message(value, defaultRole, messages);
    }

    private static bool IsMessage(JsonElement value) =>
        value.TryGetProperty("role", out _)
        || value.TryGetProperty("content", out _)
        || value.TryGetProperty("parts", out _)
        || value.TryGetProperty("tool_calls", out _);

    private static void Message(JsonElement value, string defaultRole, List<ChatMessage> messages)
    {
        string role = Role(Text(value, "role") ?? Text(value, "type"), defaultRole);
        var parts = new MessageParts();
        if (value.TryGetProperty("content", out var content))
            parts.Add(content);
        if (value.TryGetProperty("parts", out var list))
            parts.Add(list);
        parts.AddCalls(value);
        messages.AddRange(parts.Answers);
        // A message that only carried tools' answers has become those answers.
        if (parts.Answers.Count > 0 && parts.IsEmpty)
            return;
        messages.Add(
            new ChatMessage(role, parts.Content)
            {
                Name = Text(value, "name"),
                Parts = parts.Others,
                ToolCalls = parts.Calls,
                ToolCallId = Text(value, "tool_call_id") ?? Text(value, "toolCallId"),
                Reasoning = parts.Reasoning ?? Text(value, "reasoning_content") ?? Text(value, "reasoning"),
                FinishReason = Text(value, "finish_reason"),
            }
        );
    }

    /// <summary>Langfuse's LangChain handler puts the tools on offer among the messages, as ones of the role "tool" whose content is the
    /// definition.</summary>
    public static JsonElement? ToolDefinition(JsonElement message) =>
        Text(message, "role") == "tool"
        && message.TryGetProperty("content", out var content)
        && content.ValueKind == JsonValueKind.Object
        && Text(content, "type") == "function"
        && content.TryGetProperty("function", out var function)
        && function.ValueKind == JsonValueKind.Object
            ? content
            : null;

    public static string Role(string? role, string defaultRole) =>
        role?.ToLowerInvariant() switch
        {
            null or "" => defaultRole,
            "human" => ChatRoles.User,
            "ai" or "model" => ChatRoles.Assistant,
            "function" => ChatRoles.Tool,
            var same => same,
        };

    public static string? Text(JsonElement value, string name) =>
        value.TryGetProperty(name, out var text) && text.ValueKind == JsonValueKind.String ? JsonText.Plain(text) : null;
}
