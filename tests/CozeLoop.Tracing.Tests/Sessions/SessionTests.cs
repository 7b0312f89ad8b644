using CozeLoop.Contracts;
using CozeLoop.Contracts.Api;
using CozeLoop.Platform.Web;
using CozeLoop.Tracing.Sessions;
using CozeLoop.Tracing.Traces;
using Xunit;
using static CozeLoop.Tracing.Tests.TraceStore;

namespace CozeLoop.Tracing.Tests.Sessions;

public class SessionTests(TraceStore store)
{
    [Fact]
    public async Task A_session_sums_up_its_traces_whichever_span_carries_its_id()
    {
        long workspace = store.NextWorkspace();
        await store.InsertAsync(
            Span(workspace, "a", "1", at: 1) with
            {
                InputPreview = "hello",
                OutputPreview = "hi",
                CostUsd = 1,
            },
            Span(workspace, "a", "2", "1", 2, "tool") with
            {
                SessionId = "c",
                OutputPreview = "",
                CostUsd = null,
            },
            Span(workspace, "b", "1", at: 5) with
            {
                SessionId = "c",
                InputPreview = "bye",
                OutputPreview = "see you",
                CostUsd = 2,
                UserId = "anna",
                Status = "error",
            },
            Span(workspace, "other", "1", at: 9)
        );
        await store.InsertAsync(
            workspace,
            new Score("1", "success", 1, null) { SessionId = "c" },
            new Score("2", "tone", 1, null) { TraceId = "a" }
        );

        var session = Assert.Single((await store.Sessions.ListAsync(Day(workspace), 50, null, default)).Items);

        Assert.Equal(
            ("c", 2, 3, 1, "anna", "hello", "see you", 3m),
            (
                session.SessionId,
                session.TraceCount,
                session.SpanCount,
                session.ErrorCount,
                session.UserId,
                session.Input,
                session.Output,
                session.CostUsd
            )
        );
        Assert.Equal((Times.OfUnixNano(Midnight + Second), Times.OfUnixNano(Midnight + 6 * Second)), (session.FirstTime, session.LastTime));
        Assert.Equal("success", Assert.Single(session.Scores).Name);
        var budget = new ContentBudget(ContentBudget.MaxBytes);
        var detail = await (await store.Sessions.OpenAsync(Day(workspace), "c", budget, default))!.ReadAsync(default);
        Assert.Equal(["a", "b"], detail.Traces.Select(t => t.TraceId));
        Assert.Equal(["tone", "success"], detail.Traces[0].Scores.Select(s => s.Name));
        Assert.Null(await store.Sessions.OpenAsync(Day(workspace), "unknown", budget, default));
    }

    [Fact]
    public async Task Sessions_are_paged_by_last_activity()
    {
        long workspace = store.NextWorkspace();
        await store.InsertAsync([
            .. Enumerable.Range(0, 7).Select(i => Span(workspace, $"t{i}", "s", at: i) with { SessionId = $"c{i % 4}" }),
        ]);
        var seen = new List<string>();
        string? cursor = null;
        do
        {
            var page = await store.Sessions.ListAsync(Day(workspace), 3, Cursor.Decode(SessionReader.Name, cursor ?? ""), default);
            seen.AddRange(page.Items.Select(s => s.SessionId));
            cursor = page.NextCursor;
        } while (cursor is not null);
        Assert.Equal(["c2", "c1", "c0", "c3"], seen);
    }

    [Fact]
    public async Task A_filter_keeps_sessions_with_a_trace_that_has_such_a_span()
    {
        long workspace = store.NextWorkspace();
        await store.InsertAsync(
            Span(workspace, "a", "1") with
            {
                SessionId = "c1",
            },
            Span(workspace, "a", "2", "1", 1, "tool") with
            {
                ToolName = "book",
            },
            Span(workspace, "b", "1") with
            {
                SessionId = "c2",
            }
        );
        await store.InsertAsync(workspace, new Score("1", "success", 0, null) { SessionId = "c2" });
        async Task<string[]> Sessions(string q) =>
            [.. (await store.Sessions.ListAsync(Day(workspace, q), 50, null, default)).Items.Select(s => s.SessionId)];
        Assert.Equal(["c1"], await Sessions("tool:book"));
        Assert.Equal(["c2"], await Sessions("score.success:false"));
        Assert.Equal(["c1"], await Sessions("NOT score.success < 0.5"));
    }
}
