using System.Text.Json;
using CozeLoop.Chat.Json;

namespace CozeLoop.Chat;

/// <summary>Whether a recorded message says all that its model was told, in a form in which another can be told the same.</summary>
public static class Recorded
{
    // What OpenInference's SDKs write in the place of a text or image that they were told to hide, and Langfuse's of a file that it keeps
    // elsewhere: https://langfuse.com/docs/observability/features/multi-modality
    private const string Hidden = "__REDACTED__",
        Elsewhere = "@@@langfuseMedia:";

    /// <summary>False where its text or a file of it was hidden, or moved elsewhere, or never recorded.</summary>
    public static bool IsWhole(ChatMessage message) =>
        (message.Content is not null || message.Parts is not null || message.ToolCalls is { Count: > 0 })
        && !IsMissing(message.Content)
        && !ContentParts.Items(message.Parts).Any(IsMissing)
        && !(message.ToolCalls ?? []).Any(call => IsMissing(call.Arguments));

    /// <summary>False where a chat completion has no words for it.</summary>
    public static bool IsSendable(ChatMessage message) => ChatRoles.All.Contains(message.Role) && ContentParts.AreKnown(message.Parts);

    private static bool IsMissing(string? text) => text == Hidden || text?.Contains(Elsewhere, StringComparison.Ordinal) == true;

    private static bool IsMissing(JsonElement part) =>
        part.ValueKind switch
        {
            JsonValueKind.Object => part.EnumerateObject().Any(member => IsMissing(member.Value)),
            JsonValueKind.Array => part.EnumerateArray().Any(IsMissing),
            JsonValueKind.String => IsMissing(JsonText.Plain(part)),
            _ => false,
        };
}
