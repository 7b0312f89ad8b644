using CozeLoop.Chat;
using CozeLoop.Contracts;
using CozeLoop.Contracts.Api;
using CozeLoop.Platform.Web;
using CozeLoop.Tracing.Spans;
using CozeLoop.Tracing.Traces;
using Xunit;
using static CozeLoop.Tracing.Tests.TraceStore;

namespace CozeLoop.Tracing.Tests.Traces;

public class TraceListTests(TraceStore store)
{
    [Fact]
    public async Task A_row_sums_up_the_whole_trace()
    {
        long workspace = store.NextWorkspace();
        await store.InsertAsync(
            Span(workspace, "t", "root", kind: "agent", name: "airline") with
            {
                InputPreview = "first",
                OutputPreview = "last",
                DurationNano = 10 * Second,
                Tokens = new TokenUsage { Input = 999 },
                CostUsd = 9,
            },
            Span(workspace, "t", "a", "root", 1) with
            {
                Model = "gpt-4o",
                Tokens = new TokenUsage { Input = 10, CacheRead = 3 },
                CostUsd = 0.25m,
                Tags = ["x"],
            },
            Span(workspace, "t", "b", "root", 2) with
            {
                Model = "gpt-4o-mini",
                Tokens = new TokenUsage { Input = 5, Output = 7 },
                CostUsd = 0.5m,
                UserId = "anna",
                Tags = ["y", "x"],
            },
            Span(workspace, "t", "c", "root", 3, "tool", "book") with
            {
                Status = "error",
                SessionId = "s1",
            }
        );

        var row = Assert.Single((await store.List.ReadAsync(Day(workspace), 50, null, default)).Items);

        Assert.Equal(
            ("airline", "agent", "first", "last", "anna", "s1"),
            (row.Name, row.Kind, row.Input, row.Output, row.UserId, row.SessionId)
        );
        Assert.Equal((4, 1, 1, 10_000.0), (row.SpanCount, row.ErrorCount, row.ToolCount, row.DurationMs));
        Assert.Equal(["gpt-4o", "gpt-4o-mini"], row.Models);
        Assert.Equal(["x", "y"], row.Tags);
        Assert.Equal(
            new TokenUsage
            {
                Input = 15,
                Output = 7,
                CacheRead = 3,
            },
            row.Tokens
        );
        Assert.Equal(0.75m, row.CostUsd);
        Assert.Equal(Times.OfUnixNano(Midnight), row.StartTime);
    }

    [Fact]
    public async Task Pages_are_stable_while_rows_arrive()
    {
        long workspace = store.NextWorkspace();
        await store.InsertAsync([.. Enumerable.Range(0, 120).Select(i => Span(workspace, $"t{i:d3}", "s", at: i))]);
        var seen = new List<string>();
        string? cursor = null;
        do
        {
            var page = await store.List.ReadAsync(Day(workspace), 25, Cursor.Decode(TraceList.Name, cursor ?? ""), default);
            seen.AddRange(page.Items.Select(t => t.TraceId));
            cursor = page.NextCursor;
            await store.InsertAsync(
                Span(workspace, $"new{seen.Count}", "s", at: 1_000 + seen.Count),
                Span(workspace, "t119", "late" + seen.Count, "s", 119.5)
            );
        } while (cursor is not null);

        Assert.Equal([.. Enumerable.Range(0, 120).Reverse().Select(i => $"t{i:d3}")], seen);
    }

    [Fact]
    public async Task A_trace_stands_where_its_first_span_stands_even_beyond_the_window_read_at_once()
    {
        long workspace = store.NextWorkspace();
        var spans = new List<SpanRecord> { Span(workspace, "long", "root", at: 0, kind: "agent") };
        // More spans than one window holds: the long trace is met at its last span first.
        for (int i = 0; i < 3_000; i++)
            spans.Add(Span(workspace, $"t{i / 3:d4}", $"s{i % 3}", i % 3 == 0 ? "" : "s0", 10 + i));
        spans.Add(Span(workspace, "long", "end", "root", at: 20_000));
        await store.InsertAsync([.. spans]);

        var all = new List<string>();
        string? cursor = null;
        do
        {
            var page = await store.List.ReadAsync(Day(workspace), 100, Cursor.Decode(TraceList.Name, cursor ?? ""), default);
            all.AddRange(page.Items.Select(t => t.TraceId));
            cursor = page.NextCursor;
        } while (cursor is not null);

        Assert.Equal(1_001, all.Count);
        Assert.Equal([.. Enumerable.Range(0, 1_000).Reverse().Select(i => $"t{i:d4}"), "long"], all);
    }

    [Fact]
    public async Task Traces_that_start_at_once_are_paged_by_id()
    {
        long workspace = store.NextWorkspace();
        await store.InsertAsync([.. "edcba".Select(c => Span(workspace, c.ToString(), "s"))]);
        var first = await store.List.ReadAsync(Day(workspace), 2, null, default);
        var second = await store.List.ReadAsync(Day(workspace), 2, Cursor.Decode(TraceList.Name, first.NextCursor!), default);
        var third = await store.List.ReadAsync(Day(workspace), 2, Cursor.Decode(TraceList.Name, second.NextCursor!), default);
        Assert.Equal(["e", "d", "c", "b", "a"], [.. first.Items.Concat(second.Items).Concat(third.Items).Select(t => t.TraceId)]);
        Assert.Null(third.NextCursor);
    }

    [Fact]
    public async Task Another_workspace_sees_nothing()
    {
        long workspace = store.NextWorkspace(),
            other = store.NextWorkspace();
        await store.InsertAsync(Span(workspace, "t", "s"));
        Assert.Empty(await store.TraceIdsAsync(other));
        Assert.Empty(await store.Traces.ReadAsync(other, ["t"], true, default));
        Assert.Null(await store.Spans.FindAsync(other, "t", "s", new ContentBudget(0), default));
    }

    [Fact]
    public async Task The_platforms_own_runs_show_only_when_asked_for()
    {
        long workspace = store.NextWorkspace();
        await store.InsertAsync(
            Span(workspace, "live", "s"),
            Span(workspace, "replayed", "s") with
            {
                Environment = "replay",
                RunId = "r1",
            }
        );
        Assert.Equal(["live"], await store.TraceIdsAsync(workspace));
        Assert.Equal(["replayed"], await store.TraceIdsAsync(workspace, "env:replay"));
        Assert.Equal(["replayed"], await store.TraceIdsAsync(workspace, "run:r1"));
        Assert.Equal(["live"], await store.TraceIdsAsync(workspace, "name:chat"));
    }

    [Fact]
    public async Task Scores_of_trace_span_and_session_come_with_the_row()
    {
        long workspace = store.NextWorkspace();
        await store.InsertAsync(Span(workspace, "t", "s") with { SessionId = "c1" });
        await store.InsertAsync(
            workspace,
            new Score("1", "resolved", 0, null) { SessionId = "c1" },
            new Score("2", "tone", null, "angry") { TraceId = "t", SpanId = "s" },
            new Score("3", "other", 1, null) { TraceId = "elsewhere" }
        );
        var row = Assert.Single((await store.List.ReadAsync(Day(workspace), 50, null, default)).Items);
        Assert.Equal(["resolved", "tone"], row.Scores.Select(s => s.Name).Order());
    }
}
