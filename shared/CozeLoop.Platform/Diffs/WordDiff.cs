using CozeLoop.Contracts.Api;
using CozeLoop.Contracts.Chat;
using DiffPlex;

namespace CozeLoop.Platform.Diffs;

/// <summary>Word diff of two texts, the same wherever one is shown: prompts, answers, a tool call's arguments.</summary>
public static class WordDiff
{
    /// <summary>Runs whose <c>same</c> and <c>removed</c> texts join to the old text, <c>same</c> and <c>added</c> to the new one. No run is empty.</summary>
    public static IReadOnlyList<DiffRun> Of(string older, string newer)
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

    /// <summary>The same of what a reader sees of two messages.</summary>
    public static IReadOnlyList<DiffRun> Of(ChatMessage older, ChatMessage newer) => Of(Text(older), Text(newer));

    /// <summary>What a reader sees of a message: its text, then other parts and tool calls, a line each.</summary>
    public static string Text(ChatMessage message) => string.Join('\n', (string[])
    [
        .. string.IsNullOrEmpty(message.Content) ? Array.Empty<string>() : [message.Content],
        .. message.Parts is null ? Array.Empty<string>() : [message.Parts.Value.GetRawText()],
        .. (message.ToolCalls ?? []).Select(call => $"{call.Name}({call.Arguments})"),
    ]);
}
