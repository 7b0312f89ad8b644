namespace CozeLoop.Studio.Controls;

/// <summary>A chart as its script takes it: numbers for where, texts in the reader's language and zone for what is read there.</summary>
/// <param name="Label">What the chart is, for those who hear it.</param>
/// <param name="Slots">At the middle of each part of time.</param>
internal sealed record ChartDrawing(
    string Label,
    bool HasAxes,
    double From,
    double To,
    IReadOnlyList<ChartDrawing.Place> Times,
    IReadOnlyList<ChartDrawing.Place> Scale,
    IReadOnlyList<ChartDrawing.Place> Slots,
    IReadOnlyList<ChartDrawing.Row> Series,
    IReadOnlyList<ChartDrawing.Mark> Marks
)
{
    private const int MostTimes = 8;

    /// <param name="At">A value of the axis; times are milliseconds since 1970.</param>
    internal sealed record Place(double At, string Text);

    internal sealed record Row(string Name, bool IsBars, string Tone, IReadOnlyList<double?> Values, IReadOnlyList<string> Texts);

    internal sealed record Mark(double At, string Text, string Tone);

    public static ChartDrawing Of(ChartPlot plot, string label, Viewer viewer)
    {
        var (from, to) = (plot.Slots[0].From, plot.Slots[^1].To);
        var times = Ticks.Times(from, to, viewer.Zone, MostTimes);
        return new(
            label,
            plot.HasAxes,
            Ms(from),
            Ms(to),
            [.. times.Select(t => new Place(Ms(t), viewer.Tick(t, times)))],
            [.. plot.Unit.Scale(Highest(plot)).Select(v => new Place(v, plot.Unit.Text(v)))],
            [.. plot.Slots.Select(s => new Place((Ms(s.From) + Ms(s.To)) / 2, viewer.Brief(s.From)))],
            [.. plot.Series.Select(s => new Row(s.Name, s.Kind == ChartKind.Bars, s.Tone, s.Values, Texts(plot, s)))],
            [.. plot.Marks.Select(m => new Mark(Ms(m.Time), m.Text, m.Tone))]
        );
    }

    public static IReadOnlyList<string> Texts(ChartPlot plot, ChartSeries series) =>
        [.. series.Values.Select(v => v is { } value ? plot.Unit.Text(value) : Format.Unknown)];

    private static double Highest(ChartPlot plot)
    {
        var (bars, lines) = (plot.Series.Where(s => s.Kind == ChartKind.Bars).ToList(), plot.Series.Where(s => s.Kind == ChartKind.Line));
        double stacked = Enumerable.Range(0, plot.Slots.Count).Max(i => bars.Sum(s => s.Values[i] ?? 0));
        return lines.SelectMany(s => s.Values).Append(stacked).Max() ?? 0;
    }

    private static double Ms(DateTimeOffset time) => (time - DateTimeOffset.UnixEpoch).TotalMilliseconds;
}
