namespace CozeLoop.Truth.Figures;

/// <summary>Figures as lines of aligned columns, as soon as they are known: a whole simulation takes long.</summary>
internal static class FigureTable
{
    // As wide as the longest that there is.
    private static readonly int[] Widths = [15, 18, 30, 27, 0];

    public static void WriteHead(TextWriter output) => Write(output, ["scenario", "figure", "seen", "bar", "holds"]);

    public static void Write(TextWriter output, Figure f) =>
        Write(
            output,
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
            ]
        );

    private static void Write(TextWriter output, string[] cells) =>
        output.WriteLine(string.Join("  ", cells.Select((cell, column) => cell.PadRight(Widths[column]))).TrimEnd());
}
