namespace CozeLoop.Chat;

/// <summary>What a reader sees of a message, for those who compare two.</summary>
public static class MessageText
{
    /// <summary>Its text, then other parts and tool calls, a line each.</summary>
    public static string Of(ChatMessage message) =>
        string.Join(
            '\n',
            (string[])
                [
                    .. string.IsNullOrEmpty(message.Content) ? Array.Empty<string>() : [message.Content],
                    .. ContentParts.BesideTexts(message.Parts) is { } parts ? (string[])[parts.GetRawText()] : [],
                    .. (message.ToolCalls ?? []).Select(call => $"{call.Name}({call.Arguments})"),
                ]
        );
}
