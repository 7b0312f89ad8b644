using CozeLoop.Contracts.Api;
using CozeLoop.Studio.Controls;

namespace CozeLoop.Studio.Areas.Development;

/// <summary>Charts of made-up values.</summary>
internal static class ShownChart
{
    private const int Hours = 8;

    public static ChartPlot Lines(DateTimeOffset now) =>
        new()
        {
            Slots = Slots(now),
            Unit = ChartUnit.Duration,
            Series =
            [
                new ChartSeries("p50", ChartKind.Line, "accent", [700, 820, 640, null, null, 900, 760, 800]),
                new ChartSeries("p95", ChartKind.Line, "unsure", [2100, 2500, 1900, null, null, 7300, 2600, 2400]),
            ],
            Marks = [new ChartMark(now.AddHours(-3), Shown.Word, Verdicts.Better)],
        };

    public static ChartPlot Bars(DateTimeOffset now) =>
        new()
        {
            Slots = Slots(now),
            Unit = ChartUnit.Count,
            Series =
            [
                new ChartSeries(Shown.Kinds[1], ChartKind.Bars, "accent", [40, 52, 31, 0, null, 60, 44, 12]),
                new ChartSeries(Shown.Kinds[2], ChartKind.Bars, Verdicts.Worse, [3, 1, 0, 0, null, 9, 2, 0]),
            ],
        };

    private static ChartSlot[] Slots(DateTimeOffset now) =>
        [.. Enumerable.Range(0, Hours).Select(i => new ChartSlot(now.AddHours(i - Hours), now.AddHours(i - Hours + 1)))];
}
