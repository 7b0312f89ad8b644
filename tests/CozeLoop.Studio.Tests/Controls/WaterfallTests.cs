using Bunit;
using CozeLoop.Studio.Controls;
using Xunit;
using static CozeLoop.Studio.Tests.Make;

namespace CozeLoop.Studio.Tests.Controls;

public class WaterfallTests
{
    [Fact]
    public void Rows_follow_the_tree_and_bars_the_clock()
    {
        var rows = WaterfallRow.Of([
            Span("late", parent: "root", startS: 6, lengthS: 4),
            Span("root", "agent", lengthS: 10),
            Span("early", parent: "root", startS: 1, lengthS: 2),
            Span("leaf", parent: "early", startS: 1, lengthS: 1),
        ]);
        Assert.Equal([("root", 0), ("early", 1), ("leaf", 2), ("late", 1)], rows.Select(r => (r.Span.SpanId, r.Depth)));
        Assert.Equal([0, 10, 10, 60], rows.Select(r => r.LeftPercent!.Value), (a, b) => Math.Abs(a - b) < 1e-6);
        Assert.Equal([100, 20, 10, 40], rows.Select(r => r.WidthPercent!.Value), (a, b) => Math.Abs(a - b) < 1e-6);
    }

    [Fact]
    public void An_orphan_is_a_root_and_a_circle_of_parents_loses_nobody()
    {
        var rows = WaterfallRow.Of([Span("orphan", parent: "gone"), Span("a", parent: "b"), Span("b", parent: "a")]);
        Assert.Equal(["a", "b", "orphan"], rows.Select(r => r.Span.SpanId).Order());
        Assert.All(rows, r => Assert.Equal(0, r.Depth));
    }

    [Fact]
    public void Unknown_times_are_said_and_draw_no_bar()
    {
        using var studio = new StudioContext();
        var rows = WaterfallRow.Of([Span("a", lengthS: null), Span("b", parent: "a", lengthS: null)]);
        var shown = studio.Render<Waterfall>(p => p.Add(w => w.Rows, rows));
        Assert.Contains("no times", shown.Markup, StringComparison.Ordinal);
        Assert.DoesNotContain("bar-of", shown.Markup, StringComparison.Ordinal);
        Assert.All(rows, r => Assert.Null(r.LeftPercent));
    }

    [Fact]
    public void Clicking_a_row_selects_its_span()
    {
        using var studio = new StudioContext();
        string? selected = null;
        var shown = studio.Render<Waterfall>(p =>
            p.Add(w => w.Rows, WaterfallRow.Of([Span("a"), Span("b", "tool", "a")])).Add(w => w.OnSelect, s => selected = s.SpanId)
        );
        shown.FindAll("[role=option]")[1].Click();
        Assert.Equal("b", selected);
    }
}
