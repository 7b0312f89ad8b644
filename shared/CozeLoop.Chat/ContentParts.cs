using System.Text.Json;
using CozeLoop.Chat.Json;

namespace CozeLoop.Chat;

/// <summary>
/// The parts of <see cref="ChatMessage.Parts"/>. A message with one text and then other things keeps the text in its content alone. Where
/// there are several texts, or something stands before one, their order is part of what was said: then all of them are in the parts, and
/// the content only repeats the texts for readers.
/// </summary>
public static class ContentParts
{
    // OpenAI's own, and two that servers of its form take beside them.
    private static readonly string[] Objects = ["image_url", "input_audio", "file", "video_url", "audio_url"];

    /// <summary>What a reader does not already see in the content; null for none.</summary>
    public static JsonElement? BesideTexts(JsonElement? parts)
    {
        if (!Items(parts).Any(IsText))
            return parts;
        JsonElement[] others = [.. Items(parts).Where(p => !IsText(p))];
        return others.Length > 0 ? ChatJson.ToElement(others) : null;
    }

    /// <summary>Whether every part is of a kind that a chat completion has, with something in it.</summary>
    public static bool AreKnown(JsonElement? parts) => Items(parts).All(IsKnown);

    /// <summary>What is said, in order: the text where it stands before the parts, and the parts. A content that was changed since it was
    /// read takes the place of all texts.</summary>
    internal static (string? Text, JsonElement[] Parts) Said(ChatMessage message)
    {
        JsonElement[] parts = [.. Items(message.Parts)];
        string[] texts = [.. parts.Where(IsText).Select(p => p.Text("text")!)];
        if (texts.Length == 0)
            return (message.Content, parts);
        return message.Content == string.Join('\n', texts) || message.Content == string.Concat(texts)
            ? (null, parts)
            : (message.Content, [.. parts.Where(p => !IsText(p))]);
    }

    internal static bool IsText(JsonElement part) => part.Text("type") == "text" && part.Text("text") is not null;

    internal static IEnumerable<JsonElement> Items(JsonElement? parts) =>
        parts is { ValueKind: JsonValueKind.Array } list ? list.EnumerateArray()
        : parts is null ? []
        : [parts.Value];

    private static bool IsKnown(JsonElement part) =>
        IsText(part)
        || (part.Text("type") is { } type && Objects.Contains(type) && part.Get(type) is { ValueKind: JsonValueKind.Object })
        || (part.Text("type") == "refusal" && part.Text("refusal") is not null);
}
