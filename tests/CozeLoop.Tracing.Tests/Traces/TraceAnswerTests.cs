using System.Net;
using System.Net.Http.Json;
using CozeLoop.Contracts;
using CozeLoop.Contracts.Api;
using CozeLoop.Contracts.Clients;
using CozeLoop.Tracing.Storage.ClickHouse;
using CozeLoop.Tracing.Traces;
using Xunit;
using static CozeLoop.Tracing.Tests.TraceStore;

namespace CozeLoop.Tracing.Tests.Traces;

/// <summary>How much one answer holds, however much the trace does.</summary>
public sealed class TraceAnswerTests(TraceStore store)
{
    private readonly long workspace = store.NextWorkspace();

    [Fact]
    public async Task A_trace_of_20000_spans_is_answered_in_order_and_the_rest_is_counted()
    {
        await store.InsertAsync([
            .. Enumerable
                .Range(0, ContentBudget.MaxSpans + 5)
                .Select(i => Span(workspace, "wide", $"{i:d6}", i == 0 ? "" : "000000", i / 1000.0, "span")),
        ]);
        await using var host = await TracingHost.StartAsync(store);
        using var http = host.CreateClient(workspace);
        var trace = (await new TracingClient(http).FindTraceAsync("wide"))!;
        Assert.Equal((ContentBudget.MaxSpans, ContentBudget.MaxSpans + 5), (trace.Spans.Count, trace.SpanCount));
        Assert.Equal(Enumerable.Range(0, ContentBudget.MaxSpans).Select(i => $"{i:d6}"), trace.Spans.Select(s => s.SpanId));
    }

    [Fact]
    public async Task Content_is_bounded_over_all_spans_and_what_does_not_fit_comes_as_a_preview()
    {
        string text = new('x', 100_000);
        var spans = Enumerable.Range(0, 40).Select(i => Span(workspace, "heavy", $"{i:d2}", at: i, kind: "span"));
        await store.InsertAsync([.. spans.Select(span => span with { Input = text, InputPreview = "xxx" })]);
        await using var host = await TracingHost.StartAsync(store);
        using var http = host.CreateClient(workspace);
        using var answer = await http.GetAsync("/api/v1/traces/heavy?maxBytes=3000000");
        Assert.InRange((await answer.Content.ReadAsByteArrayAsync()).Length, 500_000, 3_000_000);
        var trace = (await answer.Content.ReadFromJsonAsync<TraceDetail>(Json.Api))!;
        Assert.Equal(9, trace.Spans.Count(s => s.Input!.Length == 100_000)); // an input counts three times, as it may be shown
        Assert.All(trace.Spans.Skip(9), s => Assert.Equal("xxx content", $"{s.Input} {Assert.Single(s.Shortened)}"));
        using var refused = await http.GetAsync("/api/v1/traces/heavy?maxBytes=-1");
        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
    }

    /// <summary>What was to be read was chosen by span id alone: each row's read brought all the others with it.</summary>
    [Fact]
    public async Task Spans_of_one_id_at_many_times_are_read_within_the_bound_too()
    {
        await store.InsertAsync([.. Enumerable.Range(0, 30).Select(i => Span(workspace, "same", "s", at: i, kind: "span"))]);
        await using var host = await TracingHost.StartAsync(store);
        using var http = host.CreateClient(workspace);
        Assert.Equal(30, (await new TracingClient(http).FindTraceAsync("same"))!.Spans.Count);

        SpanOutline[] two = [Row(Midnight + 3 * Second), Row(Midnight + 7 * Second), Row(Midnight + 7 * Second + 1)];
        var read = await store.Traces.ChunkAsync(workspace, new SpanChunk(two, Full: true), default);
        Assert.Equal([two[0].StartUnixNano, two[1].StartUnixNano], read.Select(r => r.StartUnixNano).Order());

        static SpanOutline Row(long start) => new("same", "s", "", start);
    }

    [Fact]
    public async Task A_text_is_never_served_as_a_page()
    {
        await store.InsertAsync(Span(workspace, "page", "1") with { Input = "<script>alert(1)</script>" });
        await using var host = await TracingHost.StartAsync(store);
        using var http = host.CreateClient(workspace);
        using var answer = await http.GetAsync("/api/v1/spans/page/1/text?field=input");
        Assert.Equal("<script>alert(1)</script>", await answer.Content.ReadAsStringAsync());
        Assert.Equal("text/plain", answer.Content.Headers.ContentType!.MediaType);
        Assert.Equal("nosniff", answer.Headers.GetValues("X-Content-Type-Options").Single());
        using var none = await http.GetAsync("/api/v1/spans/page/1/text?field=output2");
        Assert.Equal(HttpStatusCode.NotFound, none.StatusCode);
    }
}
