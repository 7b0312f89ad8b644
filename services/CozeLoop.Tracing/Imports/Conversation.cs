using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using CozeLoop.Chat;
using CozeLoop.Chat.Json;
using CozeLoop.Chat.Reading;

namespace CozeLoop.Tracing.Imports;

/// <summary>One recorded conversation in OpenAI's chat format.</summary>
/// <param name="Key">The same for the same line, so that importing it again replaces it.</param>
/// <param name="TaskId">The cluster the source knew, or null.</param>
/// <param name="Success">Whether (or how far) the task's goal was reached, or null.</param>
internal sealed record Conversation(string Key, string Id, string? TaskId, double? Success, IReadOnlyList<ChatMessage> Messages)
{
    /// <summary>Reads a line, one JSON object.</summary>
    /// <returns>The conversation, or why the line is none.</returns>
    public static (Conversation? Conversation, string? Problem) Read(string line)
    {
        using var document = JsonText.TryParse(line);
        if (document?.RootElement is not { ValueKind: JsonValueKind.Object } root)
            return (null, "it is not a JSON object");
        bool hasList = root.TryGetProperty("messages", out var list) && list.ValueKind == JsonValueKind.Array;
        if (!hasList)
            return (null, "it has no list of messages");
        var messages = AnyMessages.Read(list, ChatRoles.User, out bool isWhole);
        if (!isWhole)
            return (null, "it has an item that is no message");
        if (messages.Count == 0)
            return (null, "it has no messages");
        if (messages.Find(m => !ChatRoles.All.Contains(m.Role)) is { } odd)
        {
            return (null, $"the role '{Shown(odd.Role)}' is unknown");
        }
        string key = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(line.Trim())));
        string id = Text(root, "conversation_id") ?? "conversation-" + key[..12];
        return (new Conversation(key, id, Text(root, "task_id"), Number(root, "success"), messages), null);
    }

    private static string? Text(JsonElement root, string name) =>
        root.TryGetProperty(name, out var value)
        && value.ValueKind is JsonValueKind.String or JsonValueKind.Number
        && JsonText.Plain(value) is { Length: > 0 } text
            ? text
            : null;

    private static double? Number(JsonElement root, string name) =>
        !root.TryGetProperty(name, out var value)
            ? null
            : value.ValueKind switch
            {
                JsonValueKind.True => 1,
                JsonValueKind.False => 0,
                JsonValueKind.Number when value.TryGetDouble(out double number) && double.IsFinite(number) => number,
                _ => null,
            };

    private static string Shown(string text) => text.Length > 40 ? text[..40] : text;
}
