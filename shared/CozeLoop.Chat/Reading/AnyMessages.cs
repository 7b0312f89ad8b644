using System.Text.Json;
using CozeLoop.Chat.Json;

namespace CozeLoop.Chat.Reading;

/// <summary>
/// Reads messages in any of the JSON forms in use (OpenAI's two, OTel's parts, Anthropic's blocks, Vercel's, LangChain's, Google's), bare
/// or in the request or answer they travelled in, into the platform's chat format. A text stands for one message of the given role.
/// </summary>
public static class AnyMessages
{
    public static List<ChatMessage> Read(JsonElement value, string defaultRole) => Read(value, defaultRole, out _);

    /// <param name="isWhole">False where something in it was in no form that is known, and left out.</param>
    public static List<ChatMessage> Read(JsonElement value, string defaultRole, out bool isWhole)
    {
        var reader = new MessageReader(defaultRole);
        reader.Read(value);
        var messages = reader.Messages;
        isWhole = reader.IsWhole;
        return messages;
    }

    /// <summary>The instruction that a request or its parameters hold beside the messages; null for none.</summary>
    public static ChatMessage? Instruction(JsonElement request) => MessageReader.SystemOf(Envelope.SystemOf(request));

    /// <summary>Langfuse's LangChain handler puts the tools on offer among the messages, as ones of the role "tool" whose content is the
    /// definition.</summary>
    public static JsonElement? ToolDefinition(JsonElement message) =>
        message.Text("role") == "tool"
        && message.Get("content") is { ValueKind: JsonValueKind.Object } content
        && content.Text("type") == "function"
        && content.Get("function") is { ValueKind: JsonValueKind.Object }
            ? content
            : null;

    public static string Role(string? role, string defaultRole) =>
        role?.ToLowerInvariant() switch
        {
            null or "" => defaultRole,
            "human" or "humanmessage" => ChatRoles.User,
            "ai" or "model" or "aimessage" => ChatRoles.Assistant,
            "function" or "toolmessage" => ChatRoles.Tool,
            "systemmessage" => ChatRoles.System,
            var same => same,
        };

    public static string? Text(JsonElement value, string name) => value.Text(name);
}
