using Bunit;
using CozeLoop.Contracts.Api;
using CozeLoop.Studio.Areas.Overview;
using CozeLoop.Studio.Controls;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using Xunit;
using static CozeLoop.Studio.Tests.Make;

namespace CozeLoop.Studio.Tests.Areas.Overview;

public class OverviewPageTests
{
    [Fact]
    public void An_empty_workspace_says_how_to_fill_it()
    {
        using var studio = With([], []);
        var page = studio.Render<OverviewPage>();
        page.WaitForElement("pre");
        Assert.Contains("OTEL_EXPORTER_OTLP_ENDPOINT=http://localhost", page.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public void The_sample_is_imported_awaited_and_shown()
    {
        using var studio = With([], []);
        studio.Answers.Give("/api/v1/imports/conversations", new ImportResult(2, 4, 2, 2, Start, Start.AddSeconds(1), []));
        var page = studio.Render<OverviewPage>();
        var button = page.WaitForElement("button.primary");
        studio.Answers.Give("/api/v1/traces?", new Page<TraceSummary>([Trace("aaaa")], null));
        studio.Answers.Give("/api/v1/traces/histogram", Make.Histogram(3600, [new HistogramBucket(Start, 2, 0, null, null)]));
        button.Click();
        Assert.Equal("2 traces", page.WaitForElement(".strip .fact").TextContent);
        Assert.Contains("POST /api/v1/imports/conversations", studio.Answers.Asked);
    }

    [Fact]
    public void The_loop_and_the_measures_come_from_what_was_recorded()
    {
        using var studio = With(
            [Trace("aaaa")],
            [new HistogramBucket(Start, 30, 3, 0.5m, 6800), new HistogramBucket(Start.AddHours(1), 10, 1, null, null)]
        );
        var page = studio.Render<OverviewPage>();
        page.WaitForElement(".strip");
        Assert.Equal("40 traces", page.Find(".strip .fact").TextContent);
        Assert.Equal(["40", "10.0 %", "$0.5000", "4.3 s"], page.FindAll(".value").Select(v => v.TextContent));
        Assert.Equal(["in the chosen range", "n = 40", "n = 30 of 40", "n = 40"], page.FindAll(".over").Select(v => v.TextContent));
    }

    [Fact]
    public void All_time_is_drawn_from_the_first_traffic_on()
    {
        using var studio = With([Trace("aaaa")], []);
        studio.Answers.Give(
            "/api/v1/traces/histogram?from=1970",
            Make.Histogram(
                86400,
                [.. Enumerable.Range(0, 9).Select(i => new HistogramBucket(Start.AddDays(i - 8), i == 8 ? 40 : 0, 0, null, null))]
            )
        );
        studio.Answers.Give(
            "/api/v1/traces/histogram?from=2026",
            Make.Histogram(3600, [new HistogramBucket(Start, 30, 0, null, null), new HistogramBucket(Start.AddHours(1), 10, 0, null, null)])
        );
        studio.Services.GetRequiredService<NavigationManager>().NavigateTo("/?range=all");
        var page = studio.Render<OverviewPage>();
        page.WaitForElement(".strip");
        Assert.Equal("40 traces", page.Find(".strip .fact").TextContent);
        Assert.Equal(2, studio.Answers.Asked.Count(a => a.Contains("/histogram", StringComparison.Ordinal)));
    }

    [Fact]
    public void Only_sample_data_can_be_removed_with_one_click()
    {
        using var studio = With([Trace("aaaa")], []);
        studio.Answers.Give("/api/v1/imports/sample", new { });
        var page = studio.Render<OverviewPage>();
        page.WaitForElement(".banner button").Click();
        page.WaitForAssertion(() => Assert.Contains("DELETE /api/v1/imports/sample", studio.Answers.Asked));
    }

    [Fact]
    public void A_new_replay_selects_from_the_time_that_is_shown()
    {
        using var studio = With([Trace("aaaa")], [new HistogramBucket(Start, 30, 3, 0.5m, 6800)]);
        studio.Services.GetRequiredService<NavigationManager>().NavigateTo("/?range=all");
        var page = studio.Render<OverviewPage>();
        Assert.Equal("/replays/new?range=all", page.WaitForElement("a[href^='/replays/new']").GetAttribute("href"));
    }

    [Fact]
    public void The_line_ends_where_nothing_was_measured()
    {
        HistogramBucket At(int hour, double? p95) => new(Start.AddHours(hour), p95 is null ? 0 : 9, 0, null, p95);
        using var studio = With(
            [Trace("aaaa")],
            [At(0, 900), At(1, 1700), At(2, null), At(3, null), At(4, 3100), At(5, null), At(6, 7300), At(7, 800)]
        );
        studio.Services.GetRequiredService<NavigationManager>().NavigateTo("/?chart=latency");
        var page = studio.Render<OverviewPage>();
        var plot = page.WaitForComponent<Chart>().Instance.Plot;
        Assert.Equal([900, 1700, null, null, 3100, null, 7300, 800], plot.Series.Single().Values);
        Assert.Equal(ChartUnit.Duration, plot.Unit);
    }

    [Fact]
    public void What_nobody_measured_is_said_and_not_drawn()
    {
        using var studio = With([Trace("aaaa")], [new HistogramBucket(Start, 9, 0, null, null)]);
        studio.Services.GetRequiredService<NavigationManager>().NavigateTo("/?chart=cost");
        var page = studio.Render<OverviewPage>();
        Assert.NotNull(page.WaitForElement(".scroll-x p"));
        Assert.Empty(page.FindComponents<Chart>());
    }

    private static StudioContext With(IReadOnlyList<TraceSummary> traces, IReadOnlyList<HistogramBucket> buckets)
    {
        var studio = new StudioContext();
        studio.Answers.Give("/api/v1/traces?", new Page<TraceSummary>(traces, null));
        studio.Answers.Give("/api/v1/traces/histogram", Make.Histogram(3600, buckets));
        studio.Answers.Give("/api/v1/replays", new Page<Replay>([], null));
        studio.Answers.Give("/api/v1/prompts", new Page<PromptSummary>([], null));
        return studio;
    }
}
