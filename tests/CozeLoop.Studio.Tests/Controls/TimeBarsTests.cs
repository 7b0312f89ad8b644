using Bunit;
using CozeLoop.Contracts;
using CozeLoop.Contracts.Api;
using CozeLoop.Studio.Controls;
using Xunit;
using static CozeLoop.Studio.Tests.Make;

namespace CozeLoop.Studio.Tests.Controls;

public class TimeBarsTests
{
    private static readonly TraceHistogram Histogram = Make.Histogram(
        3600,
        [new(Start, 30, 3, null, null), new(Start.AddHours(1), 0, 0, null, null), new(Start.AddHours(2), 10, 10, null, null)]
    );

    [Fact]
    public void Failed_traces_stand_under_the_others()
    {
        using var studio = new StudioContext();
        var bars = studio.Render<TimeBars>(p => p.Add(b => b.Histogram, Histogram));
        var plot = bars.FindComponent<Chart>().Instance.Plot;
        Assert.Equal(["with errors", "without errors"], plot.Series.Select(s => s.Name));
        Assert.Equal([3, 0, 10], plot.Series[0].Values);
        Assert.Equal([27, 0, 0], plot.Series[1].Values);
        Assert.Equal(["14:00:00", "drag to zoom", "17:00:00"], bars.FindAll(".row.faint span").Select(s => s.TextContent));
        Assert.StartsWith("40 traces over time, 13 with errors.", bars.Find("caption").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_part_becomes_the_time_range_of_the_page()
    {
        using var studio = new StudioContext();
        TimeRange? asked = null;
        var bars = studio.Render<TimeBars>(p => p.Add(b => b.Histogram, Histogram).Add(b => b.Zoomed, r => asked = r));
        double at = Start.AddHours(1.5).ToUnixMs();
        await bars.InvokeAsync(() => bars.FindComponent<Chart>().Instance.ZoomAsync(at, at));
        Assert.Equal(TimeRange.Between(Start.AddHours(1), Start.AddHours(2)), asked);
    }
}
