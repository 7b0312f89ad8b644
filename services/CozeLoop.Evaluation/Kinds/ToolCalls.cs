using CozeLoop.Chat;
using CozeLoop.Chat.Json;

namespace CozeLoop.Evaluation.Kinds;

/// <summary>Tool calls compared by name and canonical arguments. Ids do not count: a model makes new ones each time.</summary>
internal static class ToolCalls
{
    public static bool SameInOrder(IReadOnlyList<ChatToolCall>? left, IReadOnlyList<ChatToolCall>? right) =>
        Keys(left).SequenceEqual(Keys(right), StringComparer.Ordinal);

    public static bool SameInAnyOrder(IReadOnlyList<ChatToolCall>? left, IReadOnlyList<ChatToolCall>? right) =>
        Keys(left).Order(StringComparer.Ordinal).SequenceEqual(Keys(right).Order(StringComparer.Ordinal), StringComparer.Ordinal);

    public static string Show(IReadOnlyList<ChatToolCall>? calls) =>
        calls is { Count: > 0 } ? string.Join(", ", calls.Select(c => $"{c.Name}({c.Arguments})")) : "nothing";

    private static IEnumerable<string> Keys(IReadOnlyList<ChatToolCall>? calls) =>
        (calls ?? []).Select(c => c.Name + "\n" + CanonicalJson.Of(c.Arguments));
}
