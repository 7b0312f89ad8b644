using CozeLoop.Chat;

namespace CozeLoop.Studio.Areas.Replays;

/// <summary>Tool calls as a reader compares them: name and arguments, a line each. Ids are new in every answer and left out.</summary>
internal static class ToolCallText
{
    public static string Of(ChatToolCall call) => $"{call.Name}({call.Arguments})";

    public static string Of(ChatMessage? message) => string.Join('\n', (message?.ToolCalls ?? []).Select(Of));
}
