using System.Text.Json;
using CozeLoop.Chat;
using CozeLoop.Chat.Json;
using CozeLoop.Chat.Reading;
using CozeLoop.Contracts.Api;

namespace CozeLoop.Tracing.Ingest.Dialects;

/// <summary>Messages that OTel's older convention (up to 1.36) put on span events, one each, or whole under
/// <c>gen_ai.content.*</c>.</summary>
internal static class EventMessages
{
    /// <param name="dropped">Events were dropped, or attributes of them: those that are left are not all that was said.</param>
    public static IReadOnlyList<ChatMessage> Input(string eventsJson, ChatGaps gaps, bool dropped)
    {
        var messages = Read(eventsJson, "gen_ai.content.prompt", "gen_ai.prompt", ChatRoles.User, gaps);
        if (messages.Count > 0 && dropped)
            gaps.Add(ChatGaps.Messages, ExclusionReasons.ContentDropped);
        return messages;
    }

    public static IReadOnlyList<ChatMessage> Output(string eventsJson, ChatGaps gaps) =>
        Read(eventsJson, "gen_ai.content.completion", "gen_ai.completion", ChatRoles.Assistant, gaps);

    private static List<ChatMessage> Read(string eventsJson, string wholeEvent, string wholeKey, string role, ChatGaps gaps)
    {
        bool input = role == ChatRoles.User;
        string field = input ? ChatGaps.Messages : ChatGaps.Output;
        var messages = new List<ChatMessage>();
        using var document = eventsJson.Contains("gen_ai.", StringComparison.Ordinal) ? JsonText.TryParse(eventsJson) : null;
        if (document is null)
            return messages;
        foreach (var e in document.RootElement.EnumerateArray())
        {
            string name = AnyMessages.Text(e, "name") ?? "";
            if (!e.TryGetProperty("attributes", out var attributes))
                continue;
            if (name == wholeEvent && AnyMessages.Text(attributes, wholeKey) is { } whole)
            {
                messages.AddRange(TextMessages.Read(whole, role, field, gaps));
            }
            else if (input && name.StartsWith("gen_ai.", StringComparison.Ordinal) && name.EndsWith(".message", StringComparison.Ordinal))
            {
                messages.Add(Message(name["gen_ai.".Length..^".message".Length], attributes));
            }
            else if (
                !input
                && name == "gen_ai.choice"
                && (AnyMessages.Text(attributes, "message") ?? AnyMessages.Text(attributes, "content")) is { } choice
            )
            {
                messages.AddRange(TextMessages.Read(choice, role, field, gaps));
            }
        }
        return messages;
    }

    private static ChatMessage Message(string role, JsonElement attributes)
    {
        var parts = new MessageParts();
        if (attributes.Text("content") is { } content)
            parts.AddEncoded(content);
        using var calls = JsonText.TryParse(attributes.Text("tool_calls") ?? "");
        if (calls is not null)
            parts.AddCalls(JsonSerializer.SerializeToElement(new { tool_calls = calls.RootElement }));
        return new ChatMessage(role, parts.Content)
        {
            Parts = parts.Parts,
            ToolCalls = parts.Calls,
            ToolCallId = attributes.Text("id"),
        };
    }
}
