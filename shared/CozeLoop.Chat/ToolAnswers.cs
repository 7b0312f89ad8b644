namespace CozeLoop.Chat;

/// <summary>
/// Which answer belongs to which call of one message. An id that names one call decides; ids that repeat, as they do in real recordings,
/// or are missing leave the order, and for functions of different names the name. A call without an answer has none.
/// </summary>
public static class ToolAnswers
{
    /// <param name="answers">The tools' messages that follow the calls.</param>
    /// <returns>For each call the place of its answer, or null.</returns>
    public static IReadOnlyList<int?> Of(IReadOnlyList<ChatToolCall> calls, IReadOnlyList<ChatMessage> answers)
    {
        int?[] found = new int?[calls.Count];
        var open = Enumerable.Range(0, answers.Count).ToList();
        var repeated = calls.GroupBy(c => c.Id ?? "").Where(g => g.Key.Length == 0 || g.Count() > 1).Select(g => g.Key).ToHashSet();
        for (int i = 0; i < calls.Count; i++)
        {
            string id = calls[i].Id ?? "";
            if (!repeated.Contains(id))
                Take(i, a => answers[a].ToolCallId == id);
        }
        for (int i = 0; i < calls.Count; i++)
        {
            string id = calls[i].Id ?? "";
            if (repeated.Contains(id))
                Take(i, a => (answers[a].ToolCallId ?? "") == id && IsOf(calls[i], answers[a]));
        }
        return found;

        void Take(int call, Predicate<int> fits)
        {
            int at = open.FindIndex(fits);
            if (at < 0)
                return;
            found[call] = open[at];
            open.RemoveAt(at);
        }

        bool IsOf(ChatToolCall call, ChatMessage answer) =>
            answer.Name is null || answer.Name == call.Name || calls.All(c => c.Name != answer.Name);
    }

    /// <summary>The messages with an id for each call, and for each answer to a call that had none: providers pair by them.</summary>
    internal static IReadOnlyList<ChatMessage> WithIds(IReadOnlyList<ChatMessage> messages)
    {
        // What is written as it was read keeps what it has.
        if (!messages.Any(m => m.Original is null && m.ToolCalls?.Any(c => c.Id is null) == true))
            return messages;
        ChatMessage[] named = [.. messages];
        for (int i = 0; i < named.Length; i++)
        {
            if (named[i] is not { Original: null, ToolCalls: { Count: > 0 } calls })
                continue;
            ChatMessage[] answers = [.. named.Skip(i + 1).TakeWhile(m => m.Role == ChatRoles.Tool)];
            var places = Of(calls, answers);
            for (int call = 0; call < calls.Count; call++)
            {
                if (calls[call].Id is null && places[call] is { } place)
                    named[i + 1 + place] = answers[place] with { ToolCallId = Id(call) };
            }
            named[i] = named[i] with { ToolCalls = [.. calls.Select((c, at) => c.Id is null ? c with { Id = Id(at) } : c)] };
        }
        return named;
    }

    private static string Id(int call) => $"call_{call}";
}
