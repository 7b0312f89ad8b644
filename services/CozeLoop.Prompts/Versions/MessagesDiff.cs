using CozeLoop.Contracts.Api;
using CozeLoop.Contracts.Chat;
using DiffPlex;

namespace CozeLoop.Prompts.Versions;

/// <summary>
/// Word diff of two lists of messages, paired by position. Where the roles at a position differ, the old message is shown removed and the
/// new one added: words of a user and of a system message are not compared.
/// </summary>
internal static class MessagesDiff
{
    public static IReadOnlyList<MessageDiff> Between(IReadOnlyList<ChatMessage> older, IReadOnlyList<ChatMessage> newer)
    {
        var diffs = new List<MessageDiff>();
        for (int i = 0; i < Math.Max(older.Count, newer.Count); i++)
        {
            var (old, now) = (older.ElementAtOrDefault(i), newer.ElementAtOrDefault(i));
            if (old is not null && now is not null && old.Role == now.Role) diffs.Add(new MessageDiff(now.Role, Words(Text(old), Text(now))));
            else
            {
                if (old is not null) diffs.Add(new MessageDiff(old.Role, Words(Text(old), "")));
                if (now is not null) diffs.Add(new MessageDiff(now.Role, Words("", Text(now))));
            }
        }
        return diffs;
    }

    /// <summary>Runs whose <c>same</c> and <c>removed</c> texts join to the old text, <c>same</c> and <c>added</c> to the new one. No run is empty.</summary>
    internal static IReadOnlyList<DiffRun> Words(string older, string newer)
    {
        var diff = Differ.Instance.CreateDiffs(older, newer, ignoreWhiteSpace: false, ignoreCase: false, WordChunker.Instance);
        var runs = new List<DiffRun>();
        int at = 0;
        foreach (var block in diff.DiffBlocks)
        {
            Add("same", diff.PiecesOld, at, block.DeleteStartA - at);
            Add("removed", diff.PiecesOld, block.DeleteStartA, block.DeleteCountA);
            Add("added", diff.PiecesNew, block.InsertStartB, block.InsertCountB);
            at = block.DeleteStartA + block.DeleteCountA;
        }
        Add("same", diff.PiecesOld, at, diff.PiecesOld.Count - at);
        return runs;

        void Add(string change, IReadOnlyList<string> pieces, int start, int count)
        {
            if (count > 0) runs.Add(new DiffRun(change, string.Concat(pieces.Skip(start).Take(count))));
        }
    }

    /// <summary>What a reader sees of a message: its text, then other parts and tool calls, a line each.</summary>
    private static string Text(ChatMessage message) => string.Join('\n', (string[])
    [
        .. message.Content is null ? Array.Empty<string>() : [message.Content],
        .. message.Parts is null ? Array.Empty<string>() : [message.Parts.Value.GetRawText()],
        .. (message.ToolCalls ?? []).Select(call => $"{call.Name}({call.Arguments})"),
    ]);
}
