using CozeLoop.Contracts.Api;
using DiffPlex;
using DiffPlex.Chunkers;

namespace CozeLoop.Studio.Areas.Replays;

/// <summary>Word diff of two short texts (a tool call's arguments), as the API gives it for answers.</summary>
internal static class WordDiff
{
    private static readonly DelimiterChunker Words = new([' ', '\n', '\t', ',', ':', '"', '(', ')', '[', ']', '{', '}']);

    /// <summary>The runs in reading order; the <c>same</c> and <c>removed</c> ones together give <paramref name="before"/>, <c>same</c> and <c>added</c> give <paramref name="after"/>.</summary>
    public static IReadOnlyList<DiffRun> Of(string before, string after)
    {
        var diff = Differ.Instance.CreateDiffs(before, after, ignoreWhiteSpace: false, ignoreCase: false, Words);
        var runs = new List<DiffRun>();
        int at = 0;
        foreach (var block in diff.DiffBlocks)
        {
            Add(runs, "same", diff.PiecesOld, at, block.DeleteStartA);
            Add(runs, "removed", diff.PiecesOld, block.DeleteStartA, block.DeleteStartA + block.DeleteCountA);
            Add(runs, "added", diff.PiecesNew, block.InsertStartB, block.InsertStartB + block.InsertCountB);
            at = block.DeleteStartA + block.DeleteCountA;
        }

        Add(runs, "same", diff.PiecesOld, at, diff.PiecesOld.Count);
        return runs;
    }

    private static void Add(List<DiffRun> runs, string change, IReadOnlyList<string> pieces, int from, int to)
    {
        if (to > from) runs.Add(new DiffRun(change, string.Concat(pieces.Skip(from).Take(to - from))));
    }
}
