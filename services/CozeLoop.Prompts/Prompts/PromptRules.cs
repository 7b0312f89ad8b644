using System.Text.RegularExpressions;
using CozeLoop.Chat;
using CozeLoop.Platform.Web;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CozeLoop.Prompts.Prompts;

/// <summary>What a key, a name, a label and messages must look like. Each rule answers null when kept, else the 400 to send.</summary>
internal static partial class PromptRules
{
    public const int MaxNameLength = 200,
        MaxDescriptionLength = 2000,
        MaxReasonLength = 4000;

    public static ProblemHttpResult? CheckKey(string? key) =>
        key is not null && Key().IsMatch(key)
            ? null
            : Problem.Invalid("key", "A key is 1 to 128 letters, digits, '_', '.' or '-', and begins with a letter, a digit or '_'.");

    public static ProblemHttpResult? CheckName(string? name) =>
        name is null || name.Length is > 0 and <= MaxNameLength
            ? null
            : Problem.Invalid("name", $"A name has 1 to {MaxNameLength} characters.");

    public static ProblemHttpResult? CheckLabel(string label) =>
        Label().IsMatch(label)
            ? null
            : Problem.Invalid(
                "label",
                "A label is 1 to 64 lower-case letters, digits, '_', '.' or '-', and begins with a letter or a digit."
            );

    public static ProblemHttpResult? CheckText(string field, string? text, int max) =>
        text is null || text.Length <= max ? null : Problem.Invalid(field, $"At most {max} characters.");

    public static ProblemHttpResult? CheckMessages(IReadOnlyList<ChatMessage>? messages)
    {
        if (messages is null || messages.Count == 0)
            return Problem.Invalid("messages", "A prompt has at least one message.");
        for (int i = 0; i < messages.Count; i++)
        {
            var message = messages[i];
            if (message is null)
                return Problem.Invalid($"messages[{i}]", "A message is an object with a role.");
            if (!ChatRoles.All.Contains(message.Role))
                return Problem.Invalid($"messages[{i}].role", $"The role is one of {string.Join(", ", ChatRoles.All)}.");
            bool empty = message.Content is null && message.Parts is null && message.ToolCalls is not { Count: > 0 };
            if (empty)
                return Problem.Invalid($"messages[{i}].content", "A message has content, parts or tool calls.");
        }
        return null;
    }

    [GeneratedRegex(@"\A[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}\z")]
    private static partial Regex Key();

    [GeneratedRegex(@"\A[a-z0-9][a-z0-9_.-]{0,63}\z")]
    private static partial Regex Label();
}
