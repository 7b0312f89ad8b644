using CozeLoop.Chat;
using CozeLoop.Chat.Json;
using CozeLoop.Chat.Reading;
using CozeLoop.Contracts.Api;

namespace CozeLoop.Tracing.Ingest.Dialects;

/// <summary>Messages out of one text: JSON of any form, or the text itself as one message.</summary>
internal static class TextMessages
{
    /// <param name="field">Where the text stands, should part of it be missing.</param>
    /// <param name="isJson">Nothing but JSON belongs there.</param>
    public static List<ChatMessage> Read(string text, string role, string field, ChatGaps gaps, bool isJson = false)
    {
        if (text.Length == 0)
            return [];
        using var document = JsonText.TryParse(text);
        if (document is null)
        {
            if (CutText.IsJson(text, isJson))
                gaps.Add(field, ExclusionReasons.ContentCut);
            else if (isJson && text.AsSpan().TrimStart() is ['{' or '[', ..])
                gaps.Add(field, ExclusionReasons.ContentUnreadable);
            return [new ChatMessage(role, text)];
        }
        var read = AnyMessages.Read(document.RootElement, role, out bool isWhole);
        if (!isWhole)
            gaps.Add(field, ExclusionReasons.ContentUnreadable);
        // What is no message at all is shown as it came.
        return read.Count > 0 || isWhole ? read : [new ChatMessage(role, text)];
    }
}
