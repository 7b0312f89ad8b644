using Bunit;
using CozeLoop.Contracts.Api;
using CozeLoop.Studio.Areas.Sessions;
using CozeLoop.Studio.Areas.Traces;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using Xunit;
using static CozeLoop.Studio.Tests.Make;

namespace CozeLoop.Studio.Tests.Areas.Traces;

public class TracePagesTests
{
    [Fact]
    public void The_list_shows_its_rows_and_asks_for_the_range_and_query_of_the_address()
    {
        using var studio = WithList([Trace("aaaa"), Trace("bbbb")]);
        studio.Services.GetRequiredService<NavigationManager>().NavigateTo("/traces?q=status:error&range=7d");
        var page = studio.Render<TraceListPage>();
        page.WaitForElements("tr[data-row]", 2);
        Assert.Contains("21.4 s", page.Markup, StringComparison.Ordinal);
        Assert.Contains("$0.0684", page.Markup, StringComparison.Ordinal);
        Assert.Contains(
            studio.Answers.Asked,
            a => a.StartsWith("GET /api/v1/traces?q=status%3Aerror&from=2026-11-16T15", StringComparison.Ordinal)
        );
        Assert.Contains("/replays/new?match=trace&amp;q=status%3Aerror&amp;range=7d", page.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public void Ticking_a_facet_puts_it_into_the_address()
    {
        using var studio = WithList([Trace("aaaa")]);
        var page = studio.Render<TraceListPage>();
        page.WaitForElement(".facet input[type=checkbox]").Change(true);
        Assert.EndsWith("/?q=status%3Aerror", studio.Services.GetRequiredService<NavigationManager>().Uri, StringComparison.Ordinal);
    }

    [Fact]
    public void An_empty_list_offers_a_way_on()
    {
        using var studio = WithList([]);
        var page = studio.Render<TraceListPage>();
        page.WaitForElement(".empty");
        Assert.Contains("range=all", page.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public void A_wrong_query_is_answered_in_the_page()
    {
        using var studio = WithList([]);
        studio.Answers.Refuse("/api/v1/traces?", 400, "invalid_query", "There is no field 'colour'.");
        var page = studio.Render<TraceListPage>();
        Assert.Contains("There is no field", page.WaitForElement("[role=alert]").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void A_trace_opens_with_its_first_error_selected_and_steps_from_span_to_span()
    {
        using var studio = new StudioContext();
        var spans = new[]
        {
            Span("root", "agent", lengthS: 10),
            Tool("book", "Error: paid 430", 2) with
            {
                ParentSpanId = "root",
                Status = "error",
            },
            Span("judge", "evaluator", "root", 5),
        };
        studio.Answers.Give(
            "/api/v1/traces/t1",
            new TraceDetail("t1", spans, [new Score("s", "success", 0, null)]) { SessionId = "airline-0-0" }
        );
        var page = studio.Render<TracePage>(p => p.Add(t => t.TraceId, "t1"));
        Assert.Equal("book", page.WaitForElement(".details header b").TextContent);
        Assert.Contains("/replays/new?session=airline-0-0", page.Markup, StringComparison.Ordinal);
        page.Find("[data-key=']']").Click();
        Assert.EndsWith("?span=judge", studio.Services.GetRequiredService<NavigationManager>().Uri, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(SpanLevels.Warning, "WARNING", true)]
    [InlineData(SpanLevels.Debug, "DEBUG", false)]
    [InlineData(SpanLevels.Default, null, false)]
    public void A_level_that_is_not_the_usual_one_is_shown_with_the_version_of_the_component(string level, string? shown, bool warns)
    {
        using var studio = new StudioContext();
        var span = Span("call", "model") with { Level = level, Version = "2.3.1" };
        studio.Answers.Give("/api/v1/traces/t1", new TraceDetail("t1", [span], []));
        var details = studio.Render<TracePage>(p => p.Add(t => t.TraceId, "t1")).WaitForElement(".details");
        var rows = details.QuerySelectorAll("tr").ToDictionary(r => r.Children[0].TextContent, r => r.Children[1].TextContent.Trim());
        Assert.Equal("2.3.1", rows["Component version"]);
        Assert.Equal(shown, rows.GetValueOrDefault("Level"));
        Assert.Equal(warns, details.QuerySelector("header")!.TextContent.Contains("warning", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(true, "The totals cover all of them.", "$12.50")]
    [InlineData(false, "The totals cover only those.", "$0.2500")]
    public void A_trace_of_which_only_the_first_spans_are_shown_says_so_and_has_the_figures_of_all(bool listed, string said, string cost)
    {
        using var studio = new StudioContext();
        var part = new TraceDetail("t1", [Span("call", "model") with { CostUsd = 0.25m }], []) { SpanCount = 20_001 };
        studio.Answers.Give("/api/v1/traces/t1", part);
        if (listed)
            studio.Answers.Give("/api/v1/traces?q=trace", new Page<TraceSummary>([Whole()], null));
        var page = studio.Render<TracePage>(p => p.Add(t => t.TraceId, "t1"));
        string banner = page.WaitForElement(".banner").TextContent;
        Assert.Contains("The first 1 of 20,001 spans are shown. " + said, banner, StringComparison.Ordinal);
        Assert.Contains(cost, page.Find(".facts").TextContent, StringComparison.Ordinal);

        static TraceSummary Whole() => Trace("t1") with { SpanCount = 20_001, CostUsd = 12.5m };
    }

    [Fact]
    public void A_session_of_which_only_the_first_traces_are_shown_says_so_and_has_the_figures_of_all()
    {
        using var studio = new StudioContext();
        var first = new TraceDetail("t1", [Span("call", "model") with { CostUsd = 0.25m }], []) { SpanCount = 1 };
        var row = new SessionSummary("s", Start, Start, 3, 20_001, 0, null, null, null, new(), 12.5m, []);
        studio.Answers.Give("/api/v1/sessions/s", new SessionDetail("s", [first], []) { TraceCount = 3 });
        studio.Answers.Give("/api/v1/sessions?q=session", new Page<SessionSummary>([row], null));
        var page = studio.Render<SessionPage>(p => p.Add(s => s.SessionId, "s"));
        Assert.Contains("The totals cover all of them.", page.WaitForElement(".banner").TextContent, StringComparison.Ordinal);
        string facts = page.Find(".facts").TextContent;
        foreach (string figure in (string[])["Turns 3", "Spans 20,001", "$12.50"])
            Assert.Contains(figure, facts, StringComparison.Ordinal);
    }

    [Fact]
    public void A_text_of_which_the_beginning_is_shown_leads_to_the_whole()
    {
        using var studio = new StudioContext();
        SpanDetail[] spans =
        [
            Span("cut") with
            {
                Shortened = ["attributes/a b"],
            },
            Span("preview", startS: 1) with
            {
                Shortened = ["content"],
            },
        ];
        studio.Answers.Give("/api/v1/traces/t1", new TraceDetail("t1", spans, []) { SpanCount = 2 });
        var page = studio.Render<TracePage>(p => p.Add(t => t.TraceId, "t1"));
        Assert.Contains("only their beginnings", page.WaitForElement(".banner").TextContent, StringComparison.Ordinal);
        Assert.Equal(["/api/v1/spans/t1/cut/text?field=attributes%2Fa%20b"], Whole());
        page.Find("[data-key=']']").Click();
        studio.Services.GetRequiredService<NavigationManager>().NavigateTo("/traces/t1?span=preview");
        page.WaitForAssertion(() => Assert.Equal(["input", "output"], Whole().Select(l => l![(l!.IndexOf('=') + 1)..])));

        IReadOnlyList<string?> Whole() => [.. page.FindAll(".details a[target=_blank]").Select(a => a.GetAttribute("href"))];
    }

    [Theory]
    [InlineData("content_expired", "part of the content has expired")]
    [InlineData("content_dropped", "the sender dropped part at a limit")]
    [InlineData("content_cut", "cut at a limit of the sender")]
    [InlineData("content_not_recorded", "part of the content was not recorded")]
    [InlineData("content_unreadable", "part of it cannot be read")]
    public void A_span_of_which_part_is_missing_says_why(string cause, string said)
    {
        using var studio = new StudioContext();
        var span = Span("call", "model") with
        {
            Incomplete = ["input"],
            IncompleteCauses = new Dictionary<string, string> { ["input"] = cause },
        };
        studio.Answers.Give("/api/v1/traces/t1", new TraceDetail("t1", [span], []) { SpanCount = 1 });
        var tag = studio.Render<TracePage>(p => p.Add(t => t.TraceId, "t1")).WaitForElement(".details header .tag.unsure");
        Assert.Equal((said, "input"), (tag.TextContent, tag.GetAttribute("title")));
    }

    [Fact]
    public void A_trace_that_does_not_exist_says_so()
    {
        using var studio = new StudioContext();
        var page = studio.Render<TracePage>(p => p.Add(t => t.TraceId, "nope"));
        Assert.Contains("does not exist", page.WaitForElement(".empty").TextContent, StringComparison.Ordinal);
    }

    private static StudioContext WithList(IReadOnlyList<TraceSummary> traces)
    {
        var studio = new StudioContext();
        studio.Answers.Give("/api/v1/traces?", new Page<TraceSummary>(traces, null));
        studio.Answers.Give("/api/v1/traces/histogram", Make.Histogram(3600, [new HistogramBucket(Start, traces.Count, 0, null, null)]));
        studio.Answers.Give("/api/v1/facets?field=", new Facet("status", [new FacetValue("error", 3)]));
        return studio;
    }
}
