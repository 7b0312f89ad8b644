using CozeLoop.Contracts.Api;

namespace CozeLoop.Studio.Areas.Prompts;

/// <summary>A word diff cut into lines, so that it can be read beside line numbers.</summary>
internal static class DiffLines
{
    /// <summary>A line break belongs to no line. Numbers are those of the new text: a line of removed text alone has none.</summary>
    public static IReadOnlyList<DiffLine> Of(IReadOnlyList<DiffRun> runs)
    {
        var lines = new List<List<DiffRun>> { new() };
        foreach (var run in runs)
        {
            string[] parts = run.Text.Split('\n');
            for (int i = 0; i < parts.Length; i++)
            {
                if (i > 0)
                    lines.Add([]);
                if (parts[i].Length > 0)
                    lines[^1].Add(run with { Text = parts[i] });
            }
        }

        int number = 0;
        return
        [
            .. lines.Select(line => new DiffLine(line.Count > 0 && line.All(r => r.Change == DiffChanges.Removed) ? null : ++number, line)),
        ];
    }

    /// <summary>The lines that changed with a few around each; what lies between is counted.</summary>
    public static IEnumerable<DiffLine> Around(IReadOnlyList<DiffLine> lines, int context)
    {
        int skipped = 0;
        for (int i = 0; i < lines.Count; i++)
        {
            bool isNear = lines.Skip(i - context).Take(context + Math.Min(i, context) + 1).Any(l => l.IsChanged);
            if (!isNear)
                skipped++;
            if (skipped > 0 && (isNear || i == lines.Count - 1))
                yield return new DiffLine(null, []) { Skipped = skipped };
            if (!isNear)
                continue;
            skipped = 0;
            yield return lines[i];
        }
    }
}

/// <param name="Number">In the new text; null where the line is only in the old one.</param>
internal sealed record DiffLine(int? Number, IReadOnlyList<DiffRun> Runs)
{
    /// <summary>How many lines that are the same stand here; 0 for a line itself.</summary>
    public int Skipped { get; init; }
    public bool IsChanged => Runs.Any(r => r.Change != DiffChanges.Same);
}
