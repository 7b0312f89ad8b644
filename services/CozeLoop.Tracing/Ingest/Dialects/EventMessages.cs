using CozeLoop.Chat;
using CozeLoop.Chat.Json;
using CozeLoop.Chat.Reading;

namespace CozeLoop.Tracing.Ingest.Dialects;

/// <summary>Messages that OTel's older convention (up to 1.36) put on span events, one each, or whole under
/// <c>gen_ai.content.*</c>.</summary>
internal static class EventMessages
{
    public static IReadOnlyList<ChatMessage> Input(string eventsJson) =>
        Read(eventsJson, "gen_ai.content.prompt", "gen_ai.prompt", ChatRoles.User, input: true);

    public static IReadOnlyList<ChatMessage> Output(string eventsJson) =>
        Read(eventsJson, "gen_ai.content.completion", "gen_ai.completion", ChatRoles.Assistant, input: false);

    private static List<ChatMessage> Read(string eventsJson, string wholeEvent, string wholeKey, string role, bool input)
    {
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
                using var inner = JsonText.TryParse(whole);
                messages.AddRange(inner is null ? [new ChatMessage(role, whole)] : AnyMessages.Read(inner.RootElement, role));
            }
            else if (input && name.StartsWith("gen_ai.", StringComparison.Ordinal) && name.EndsWith(".message", StringComparison.Ordinal))
            {
                messages.Add(
                    new ChatMessage(name["gen_ai.".Length..^".message".Length], AnyMessages.Text(attributes, "content"))
                    {
                        ToolCallId = AnyMessages.Text(attributes, "id"),
                    }
                );
            }
            else if (
                !input
                && name == "gen_ai.choice"
                && (AnyMessages.Text(attributes, "message") ?? AnyMessages.Text(attributes, "content")) is { } choice
            )
            {
                using var inner = JsonText.TryParse(choice);
                messages.AddRange(inner is null ? [new ChatMessage(role, choice)] : AnyMessages.Read(inner.RootElement, role));
            }
        }
        return messages;
    }
}
