using System.Text.RegularExpressions;
using CozeLoop.Contracts.Api;
using CozeLoop.Contracts.Chat;
using DiffPlex;
using DiffPlex.Chunkers;

namespace CozeLoop.Experiments.Replays;

/// <summary>Word diff of two answers, tool calls included. A Chinese character is a word of its own.</summary>
internal static partial class AnswerDiff
{
    public static IReadOnlyList<DiffRun> Of(ChatMessage old, ChatMessage changed)
    {
        var diff = new Differ().CreateDiffs(Text(old), Text(changed), false, false, new Words());
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

        void Add(string change, IReadOnlyList<string> pieces, int from, int count)
        {
            if (count > 0) runs.Add(new DiffRun(change, string.Concat(pieces.Skip(from).Take(count))));
        }
    }

    private static string Text(ChatMessage message) =>
        string.Join('\n', new[] { message.Content ?? "" }.Concat((message.ToolCalls ?? []).Select(c => $"{c.Name}({c.Arguments})")).Where(t => t.Length > 0));

    private sealed class Words : IChunker
    {
        public IReadOnlyList<string> Chunk(string text) => [.. Word().Matches(text).Select(m => m.Value)];
    }

    [GeneratedRegex(@"[\u3400-\u9FFF\uF900-\uFAFF]|[\p{L}\p{N}_-[\u3400-\u9FFF\uF900-\uFAFF]]+|\s+|.", RegexOptions.CultureInvariant | RegexOptions.Singleline)]
    private static partial Regex Word();
}
