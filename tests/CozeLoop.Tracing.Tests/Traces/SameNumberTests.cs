using CozeLoop.Chat;
using CozeLoop.Contracts.Api;
using CozeLoop.Tracing.Metrics;
using CozeLoop.Tracing.Search;
using CozeLoop.Tracing.Spans;
using CozeLoop.Tracing.Traces;
using Microsoft.Extensions.Time.Testing;
using Xunit;
using static CozeLoop.Tracing.Tests.TraceStore;

namespace CozeLoop.Tracing.Tests.Traces;

/// <summary>A number that is shown in several places is the same number in each: list, trace, session, chart, facet.</summary>
public class SameNumberTests(TraceStore store)
{
    [Fact]
    public async Task A_trace_adds_up_to_the_same_in_the_list_and_by_itself()
    {
        long workspace = await WithTrafficAsync();
        foreach (var row in (await store.List.ReadAsync(Day(workspace), 50, null, default)).Items)
        {
            var trace = Assert.Single(await store.Traces.ReadAsync(workspace, [row.TraceId], full: true, default));
            Assert.Equal(
                TraceFigures.Of(trace.Spans),
                new TraceFigures(row.SpanCount, row.ErrorCount, row.Tokens, row.CostUsd, row.DurationMs)
            );
        }
    }

    [Fact]
    public async Task A_session_adds_up_to_the_same_in_the_list_and_by_itself()
    {
        long workspace = await WithTrafficAsync();
        var rows = (await store.Sessions.ListAsync(Day(workspace), 50, null, default)).Items;
        Assert.Equal(["moved", "talk"], rows.Select(r => r.SessionId).Order());
        foreach (var row in rows)
        {
            var budget = new ContentBudget(ContentBudget.MaxBytes);
            var session = await (await store.Sessions.OpenAsync(Day(workspace), row.SessionId, budget, default))!.ReadAsync(default);
            Assert.Equal(row.TraceCount, session.Traces.Count);
            var figures = TraceFigures.Of([.. session.Traces.SelectMany(t => t.Spans)]);
            Assert.Equal(
                figures with
                {
                    DurationMs = null,
                },
                new TraceFigures(row.SpanCount, row.ErrorCount, row.Tokens, row.CostUsd, null)
            );
        }
    }

    [Fact]
    public async Task Chart_facet_and_query_count_the_errors_that_the_list_shows()
    {
        long workspace = await WithTrafficAsync();
        var rows = (await store.List.ReadAsync(Day(workspace), 50, null, default)).Items;
        var totals = (await new Histogram(store.Shared, new FakeTimeProvider()).ReadAsync(Day(workspace), default)).Totals;
        var status = await new Facets(store.Shared).ReadAsync(Day(workspace), "status", default);
        int failed = rows.Count(r => r.ErrorCount > 0);
        Assert.Equal((3, 2), (rows.Count, failed));
        Assert.Equal((rows.Count, failed, rows.Sum(r => r.CostUsd)), (totals.Traces, totals.Errors, totals.CostUsd));
        Assert.Equal(failed, status!.Values.Single(v => v.Value == "error").Count);
        Assert.Equal(failed, (await store.TraceIdsAsync(workspace, "status:error")).Length);
        Assert.Equal(rows.Count - failed, (await store.TraceIdsAsync(workspace, "NOT status:error")).Length);
    }

    /// <summary>Three traces with what makes sums differ: a parent that repeats its children's, a reranker, a span without an end, one
    /// without times, two sessions in one trace.</summary>
    private async Task<long> WithTrafficAsync()
    {
        long workspace = store.NextWorkspace();
        SpanRecord In(string session, SpanRecord span) => span with { SessionId = session };
        await store.InsertAsync(
            In(
                "talk",
                Span(workspace, "a", "root", kind: "agent") with
                {
                    CostUsd = 9,
                    Tokens = new TokenUsage { Input = 900, Output = 90 },
                    DurationNano = 10 * Second,
                }
            ),
            In(
                "talk",
                Span(workspace, "a", "call", "root", 1) with
                {
                    CostUsd = 0.25m,
                    Tokens = new TokenUsage
                    {
                        Input = 10,
                        CacheRead = 4,
                        Output = 5,
                        Reasoning = 3,
                    },
                }
            ),
            In(
                "talk",
                Span(workspace, "a", "rank", "root", 2, "reranker") with
                {
                    CostUsd = 0.125m,
                    Tokens = new TokenUsage { Input = 20 },
                }
            ),
            In("talk", Span(workspace, "a", "open", "root", 20, "tool") with { DurationNano = null, Status = "error" }),
            In(
                "talk",
                Span(workspace, "b", "root", at: 60) with
                {
                    CostUsd = null,
                    Status = "unset",
                    TimeUnknown = true,
                    DurationNano = null,
                }
            ),
            In("talk", Span(workspace, "c", "root", at: 120) with { CostUsd = 1, Status = "error" }),
            In("moved", Span(workspace, "c", "late", "root", 121) with { CostUsd = 2, Status = "error" })
        );
        return workspace;
    }
}
