using CozeLoop.Contracts.Api;
using CozeLoop.Contracts.Chat;
using DiffPlex;
using DiffPlex.Chunkers;

namespace CozeLoop.Platform.Diffs;

/// <summary>Word diff of two texts, the same wherever one is shown: prompts, answers, a tool call's arguments.</summary>
public static class WordDiff
{
    /// <summary>
    /// Words, spaces and lines of both texts that are compared at once. The time grows with their number times the number of differences,
    /// so texts with more are compared by lines first, then the words of lines that differ; what is too long even for that is shown as
    /// taken away and put in its place.
    /// </summary>
    private const int MostPieces = 8000;

    /// <summary>Runs whose <c>same</c> and <c>removed</c> texts join to the old text, <c>same</c> and <c>added</c> to the new one. No run is empty.</summary>
    public static IReadOnlyList<DiffRun> Of(string older, string newer)
    {
        var runs = new RunList();
        if (Compare(older, newer, WordChunker.Instance, runs, Replaced)) return runs.Runs;
        if (Compare(older, newer, LineEndingsPreservingChunker.Instance, runs, WordsOrReplaced)) return runs.Runs;
        if (older == newer) runs.Add("same", older);
        else Replaced(older, newer, runs);
        return runs.Runs;
    }

    private static bool Compare(string older, string newer, IChunker chunker, RunList runs, Action<string, string, RunList> changed)
    {
        // A piece is a character at least, so short texts need no counting.
        bool few = older.Length + newer.Length <= MostPieces || chunker.Chunk(older).Count + chunker.Chunk(newer).Count <= MostPieces;
        if (!few) return false;
        var diff = Differ.Instance.CreateDiffs(older, newer, ignoreWhiteSpace: false, ignoreCase: false, chunker);
        int at = 0;
        foreach (var block in diff.DiffBlocks)
        {
            runs.Add("same", Join(diff.PiecesOld, at, block.DeleteStartA - at));
            changed(Join(diff.PiecesOld, block.DeleteStartA, block.DeleteCountA),
                Join(diff.PiecesNew, block.InsertStartB, block.InsertCountB), runs);
            at = block.DeleteStartA + block.DeleteCountA;
        }
        runs.Add("same", Join(diff.PiecesOld, at, diff.PiecesOld.Count - at));
        return true;
    }

    private static void Replaced(string older, string newer, RunList runs)
    {
        runs.Add("removed", older);
        runs.Add("added", newer);
    }

    private static void WordsOrReplaced(string older, string newer, RunList runs)
    {
        if (!Compare(older, newer, WordChunker.Instance, runs, Replaced)) Replaced(older, newer, runs);
    }

    private static string Join(IReadOnlyList<string> pieces, int start, int count) => string.Concat(pieces.Skip(start).Take(count));

    private sealed class RunList
    {
        private readonly List<DiffRun> _runs = [];

        public IReadOnlyList<DiffRun> Runs => _runs;

        public void Add(string change, string text)
        {
            if (text.Length == 0) return;
            if (_runs is [.., var last] && last.Change == change) _runs[^1] = last with { Text = last.Text + text };
            else _runs.Add(new DiffRun(change, text));
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
