using CozeLoop.Contracts.Api;
using DiffPlex;
using DiffPlex.Chunkers;

namespace CozeLoop.Platform.Diffs;

/// <summary>Word diff of two texts, the same wherever one is shown.</summary>
public static class WordDiff
{
    /// <summary>
    /// Words, spaces and lines of both texts that are compared at once. The time grows with their number times the number of differences,
    /// so texts with more are compared by lines first, then the words of lines that differ; what is too long even for that is shown as
    /// taken away and put in its place.
    /// </summary>
    private const int MostPieces = 8000;

    /// <summary>Runs whose <c>same</c> and <c>removed</c> texts join to the old text, <c>same</c> and <c>added</c> to the new one. No run
    /// is empty.</summary>
    /// <param name="budget">Shared by texts that are asked for together; none: that of one text.</param>
    public static IReadOnlyList<DiffRun> Of(string older, string newer, DiffBudget? budget = null)
    {
        var runs = new RunList();
        budget ??= new DiffBudget();
        if (older == newer)
            runs.Add(DiffChanges.Same, older);
        else if (
            !Compare(older, newer, WordChunker.Instance, budget, runs, Replaced)
            && !Compare(
                older,
                newer,
                LineEndingsPreservingChunker.Instance,
                budget,
                runs,
                (old, now, to) => WordsOrReplaced(old, now, budget, to)
            )
        )
        {
            Replaced(older, newer, runs);
        }
        return runs.Runs;
    }

    private static bool Compare(
        string older,
        string newer,
        IChunker chunker,
        DiffBudget budget,
        RunList runs,
        Action<string, string, RunList> changed
    )
    {
        if (budget.IsSpent)
            return false;
        int pieces = chunker.Chunk(older).Count + chunker.Chunk(newer).Count;
        if (pieces > MostPieces || !budget.Take(pieces))
            return false;
        var diff = Differ.Instance.CreateDiffs(older, newer, ignoreWhiteSpace: false, ignoreCase: false, chunker);
        int at = 0;
        foreach (var block in diff.DiffBlocks)
        {
            runs.Add(DiffChanges.Same, Join(diff.PiecesOld, at, block.DeleteStartA - at));
            changed(
                Join(diff.PiecesOld, block.DeleteStartA, block.DeleteCountA),
                Join(diff.PiecesNew, block.InsertStartB, block.InsertCountB),
                runs
            );
            at = block.DeleteStartA + block.DeleteCountA;
        }
        runs.Add(DiffChanges.Same, Join(diff.PiecesOld, at, diff.PiecesOld.Count - at));
        return true;
    }

    private static void Replaced(string older, string newer, RunList runs)
    {
        runs.Add(DiffChanges.Removed, older);
        runs.Add(DiffChanges.Added, newer);
    }

    private static void WordsOrReplaced(string older, string newer, DiffBudget budget, RunList runs)
    {
        if (!Compare(older, newer, WordChunker.Instance, budget, runs, Replaced))
            Replaced(older, newer, runs);
    }

    private static string Join(IReadOnlyList<string> pieces, int start, int count) => string.Concat(pieces.Skip(start).Take(count));

    private sealed class RunList
    {
        private readonly List<DiffRun> _runs = [];

        public IReadOnlyList<DiffRun> Runs => _runs;

        public void Add(string change, string text)
        {
            if (text.Length == 0)
                return;
            if (_runs is [.., var last] && last.Change == change)
                _runs[^1] = last with { Text = last.Text + text };
            else
                _runs.Add(new DiffRun(change, text));
        }
    }
}
