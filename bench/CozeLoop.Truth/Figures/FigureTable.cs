namespace CozeLoop.Truth.Figures;

/// <summary>Figures as lines of aligned columns.</summary>
internal static class FigureTable
{
    private static readonly string[] Heads = ["scenario", "figure", "seen", "bar", "holds"];

    public static void Write(TextWriter output, IEnumerable<Figure> figures)
    {
        List<string[]> rows = [Heads, .. figures.Select(Row)];
        int[] widths = [.. Enumerable.Range(0, Heads.Length).Select(c => rows.Max(r => r[c].Length))];
        foreach (string[] row in rows)
            output.WriteLine(string.Join("  ", row.Select((cell, c) => cell.PadRight(widths[c]))).TrimEnd());
    }

    private static string[] Row(Figure f) =>
        [
            f.Scenario,
            f.Name,
            f.Seen,
            f.Bar,
            f.Holds switch
            {
                true => "holds",
                false => "MISSED",
                null => f.Remark,
            },
        ];
}
