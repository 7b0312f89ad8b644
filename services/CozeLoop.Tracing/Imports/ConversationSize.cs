using System.Text.Json;
using CozeLoop.Chat;
using CozeLoop.Contracts;

namespace CozeLoop.Tracing.Imports;

/// <summary>How much the calls of a conversation will hold together, found without writing them.</summary>
internal static class ConversationSize
{
    /// <summary>Bytes.</summary>
    public static long Of(Conversation conversation, int toolsBytes)
    {
        long before = 0,
            all = 0;
        foreach (var message in conversation.Messages)
        {
            long own = JsonSerializer.SerializeToUtf8Bytes(message, Json.Compact).Length + 1;
            if (message.Role == ChatRoles.Assistant)
                all += before + own + toolsBytes;
            before += own;
        }
        return all + before;
    }
}
