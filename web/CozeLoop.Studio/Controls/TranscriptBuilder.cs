using CozeLoop.Chat;
using CozeLoop.Contracts.Api;

namespace CozeLoop.Studio.Controls;

/// <summary>
/// Reads a conversation out of spans. Every model call repeats the history it was given, so only what follows the part already
/// shown is new; a tool's answer is shown by its own span, and again only where no span recorded it.
/// </summary>
public static class TranscriptBuilder
{
    /// <param name="spans">In order of time; of one trace, or of all traces of a session.</param>
    public static IReadOnlyList<TranscriptEntry> Build(IReadOnlyList<SpanDetail> spans)
    {
        var entries = new List<TranscriptEntry>();
        var history = new List<ChatMessage>();
        var toolAnswers = new List<string>();
        bool first = true;
        foreach (var span in spans)
        {
            if (span.Kind == SpanKinds.Tool)
                AddTool(entries, toolAnswers, span);
            if (span.Kind != SpanKinds.Model)
                continue;
            var given = Given(span);
            int known = CommonStart(history, given);
            int earlier = first ? LastUser(given) : 0;
            for (int i = known; i < given.Count; i++)
                AddGiven(entries, toolAnswers, span, given[i], earlier: i < earlier);
            var answers = Answers(span);
            foreach (var answer in answers)
                AddAnswer(entries, span, answer);
            // A call that failed has no answer; what went wrong stands in its place.
            if (answers.Count == 0 && span.Status == SpanStatuses.Error)
                entries.Add(new("message", span, new ChatMessage("assistant", span.StatusMessage)) { IsAnswer = true });
            history = [.. given, .. answers];
            first = false;
        }
        return entries.Count > 0 ? entries : FromRoot(spans);
    }

    private static void AddGiven(
        List<TranscriptEntry> entries,
        List<string> toolAnswers,
        SpanDetail span,
        ChatMessage message,
        bool earlier
    )
    {
        if (message.Role == "tool")
        {
            if (earlier || !toolAnswers.Remove(message.Content?.Trim() ?? ""))
                entries.Add(new("tool", span, message, Earlier: earlier));
            return;
        }
        if (message.Content is { Length: > 0 } || message.Parts is not null || message.Reasoning is not null)
            entries.Add(new("message", span, message, Earlier: earlier));
        foreach (var call in message.ToolCalls ?? [])
            entries.Add(new("call", span, message, call, earlier));
    }

    private static void AddAnswer(List<TranscriptEntry> entries, SpanDetail span, ChatMessage answer)
    {
        bool said = answer.Content is { Length: > 0 } || answer.Reasoning is not null || answer.Parts is not null;
        if (said)
            entries.Add(new("message", span, answer) { IsAnswer = true });
        foreach (var call in answer.ToolCalls ?? [])
            entries.Add(new("call", span, answer, call) { IsAnswer = !said });
    }

    private static void AddTool(List<TranscriptEntry> entries, List<string> toolAnswers, SpanDetail span)
    {
        string result = span.Tool?.Result ?? span.Output ?? "";
        toolAnswers.Add(result.Trim());
        entries.Add(new("tool", span, new ChatMessage("tool", result) { Name = span.Tool?.Name ?? span.Name }) { IsAnswer = true });
    }

    /// <summary>Without one model or tool span: what went into the outermost span and came out of it.</summary>
    private static List<TranscriptEntry> FromRoot(IReadOnlyList<SpanDetail> spans)
    {
        var entries = new List<TranscriptEntry>();
        if (spans.FirstOrDefault(s => s.Input is not null || s.Output is not null) is not { } span)
            return entries;
        if (span.Input is { Length: > 0 } input)
            entries.Add(new("message", span, new ChatMessage("user", input)));
        if (span.Output is { Length: > 0 } output)
            entries.Add(new("message", span, new ChatMessage("assistant", output)) { IsAnswer = true });
        return entries;
    }

    private static IReadOnlyList<ChatMessage> Given(SpanDetail span) =>
        span.Messages.Count > 0 ? span.Messages
        : span.Input is { Length: > 0 } text ? [new("user", text)]
        : [];

    private static IReadOnlyList<ChatMessage> Answers(SpanDetail span) =>
        span.OutputMessages.Count > 0 ? span.OutputMessages
        : span.Output is { Length: > 0 } text ? [new("assistant", text)]
        : [];

    private static int CommonStart(List<ChatMessage> history, IReadOnlyList<ChatMessage> given)
    {
        int n = 0;
        while (n < history.Count && n < given.Count && Same(history[n], given[n]))
            n++;
        return n;
    }

    private static int LastUser(IReadOnlyList<ChatMessage> given)
    {
        for (int i = given.Count - 1; i > 0; i--)
            if (given[i].Role == "user")
                return i;
        return 0;
    }

    private static bool Same(ChatMessage a, ChatMessage b) =>
        a.Role == b.Role
        && (a.Content ?? "") == (b.Content ?? "")
        && (a.ToolCalls ?? []).Select(c => (c.Name, c.Arguments)).SequenceEqual((b.ToolCalls ?? []).Select(c => (c.Name, c.Arguments)));
}
