using System.Text.Json.Nodes;
using CozeLoop.Chat;
using CozeLoop.Chat.Json;
using CozeLoop.Contracts.Api;

namespace CozeLoop.Tracing.Ingest.Dialects;

/// <summary>A span's content where it is stored: moved out of the attributes, with short plain texts for lists.</summary>
internal sealed record SpanContent(
    string Input,
    string Output,
    string InputPreview,
    string OutputPreview,
    IReadOnlyDictionary<string, string> Attributes,
    string Events
)
{
    private const int PreviewLength = 280;

    public static SpanContent Take(SpanReading reading, string kind)
    {
        var attributes = reading.Span.Attributes;
        string input = Move(attributes, reading.KeyOf(Slot.Input), MovedContent.InputFrom);
        string output = Move(attributes, reading.KeyOf(Slot.Output), MovedContent.OutputFrom);
        string events = EventsJson(reading.Span);
        if (kind != SpanKinds.Model)
            return new SpanContent(input, output, Preview(input), Preview(output), attributes, events);
        var chat = new ChatSource(attributes, input, output, events);
        return new SpanContent(
            input,
            output,
            Preview(LastUserLine(chat.Messages()) ?? input),
            Preview(Answer(chat.OutputMessages()) ?? output),
            attributes,
            events
        );
    }

    private static string Move(Dictionary<string, string> attributes, string? key, string marker)
    {
        if (key is null || !attributes.Remove(key, out string? value))
            return "";
        attributes[marker] = key;
        return value;
    }

    private static string? LastUserLine(IReadOnlyList<ChatMessage> messages) =>
        messages.LastOrDefault(m => m.Role == ChatRoles.User && !string.IsNullOrWhiteSpace(m.Content))?.Content
        ?? messages.LastOrDefault(m => !string.IsNullOrWhiteSpace(m.Content))?.Content;

    private static string? Answer(IReadOnlyList<ChatMessage> messages)
    {
        var last = messages.Count > 0 ? messages[^1] : null;
        return last is null ? null
            : !string.IsNullOrWhiteSpace(last.Content) ? last.Content
            : last.ToolCalls is { } calls ? string.Join(", ", calls.Select(c => $"{c.Name}({c.Arguments})"))
            : null;
    }

    private static string Preview(string text)
    {
        string plain = JsonText.Unquote(text).Trim();
        if (plain.Length <= PreviewLength)
            return plain;
        // Not between the halves of a character beyond the basic plane.
        int end = char.IsHighSurrogate(plain[PreviewLength - 1]) ? PreviewLength - 1 : PreviewLength;
        return plain[..end] + "…";
    }

    private static string EventsJson(RawSpan span)
    {
        if (span.Events.Count == 0)
            return "";
        var list = new JsonArray();
        foreach (var e in span.Events)
        {
            var attributes = new JsonObject();
            foreach (var (key, value) in e.Attributes)
                attributes[key] = value;
            list.Add(
                new JsonObject
                {
                    ["name"] = e.Name,
                    ["timeUnixNano"] = e.UnixNano,
                    ["attributes"] = attributes,
                }
            );
        }
        return list.ToJsonString(Contracts.Json.Compact);
    }
}
