using CozeLoop.Contracts.Api;

namespace CozeLoop.Studio.Areas.Prompts;

/// <summary>A word diff cut into lines, so that it can be read beside line numbers.</summary>
internal static class DiffLines
{
    /// <summary>A line break belongs to no line. Numbers are those of the new text: a line of removed text alone has none.</summary>
    public static IReadOnlyList<(int? Number, IReadOnlyList<DiffRun> Runs)> Of(IReadOnlyList<DiffRun> runs)
    {
        var lines = new List<List<DiffRun>> { new() };
        foreach (var run in runs)
        {
            string[] parts = run.Text.Split('\n');
            for (int i = 0; i < parts.Length; i++)
            {
                if (i > 0) lines.Add([]);
                if (parts[i].Length > 0) lines[^1].Add(run with { Text = parts[i] });
            }
        }

        int number = 0;
        return [.. lines.Select(line => (line.Count > 0 && line.All(r => r.Change == "removed") ? (int?)null : ++number, (IReadOnlyList<DiffRun>)line))];
    }
}
