using CozeLoop.Chat;
using CozeLoop.Contracts.Api;
using Xunit;
using static CozeLoop.Tracing.Tests.TraceStore;

namespace CozeLoop.Tracing.Tests.Traces;

public class FilterTests(TraceStore store)
{
    [Theory]
    [InlineData("status:error", "a")]
    [InlineData("error:*declined*", "a")]
    [InlineData("NOT status:error", "b c")]
    [InlineData("status!=error", "b c")]
    [InlineData("model:gpt-4o", "a")]
    [InlineData("model:gpt-*", "a b")]
    [InlineData("model:\"gpt-*\"", "")]
    [InlineData("model:gpt_4o", "")]
    [InlineData("tool:book_reservation", "a")]
    [InlineData("kind:tool status:ok", "a b")]
    [InlineData("model:gpt-4o tool:book_reservation", "a")]
    [InlineData("tool:book_reservation OR tool:search", "a b")]
    [InlineData("(tool:book_reservation OR tool:search) NOT model:gpt-4o", "b")]
    [InlineData("user:anna", "a")]
    [InlineData("session:s2", "b")]
    [InlineData("tag:vip", "c")]
    [InlineData("tag:v*", "c")]
    [InlineData("prompt:airline", "b c")]
    [InlineData("prompt:airline@14", "b")]
    [InlineData("promptVersion:15", "c")]
    [InlineData("task:7", "a")]
    [InlineData("level:WARNING", "b")]
    [InlineData("version:2.*", "c")]
    [InlineData("duration > 2s", "b")]
    [InlineData("duration >= 2000", "b")]
    [InlineData("tokens > 100", "b")]
    [InlineData("cost > 0.01", "c")]
    [InlineData("NOT cost > 0.01", "a b")]
    [InlineData("attr.http.status:500", "a")]
    [InlineData("attr.http.status >= 400", "a")]
    [InlineData("attr.service.name:shop", "c")]
    [InlineData("score.resolved < 0.5", "a b")]
    [InlineData("NOT score.resolved < 0.5", "c")]
    [InlineData("score.resolved:true", "c")]
    [InlineData("score.tone:angry", "b")]
    [InlineData("trace:c", "c")]
    [InlineData("refund", "a")]
    [InlineData("REFUND", "a")]
    [InlineData("\"ticket change\"", "b")]
    [InlineData("退款", "c")]
    [InlineData("straße", "c")]
    [InlineData("STRASSE", "")]
    [InlineData("hidden", "b")]
    [InlineData("it's", "a")]
    [InlineData("\"back\\\\slash\"", "a")]
    [InlineData("\"100%\"", "a")]
    public async Task A_filter_finds(string query, string traces)
    {
        long workspace = await SampleAsync();
        Assert.Equal(traces.Split(' ', StringSplitOptions.RemoveEmptyEntries), (await store.TraceIdsAsync(workspace, query)).Order());
    }

    [Fact]
    public async Task On_spans_all_terms_hold_for_the_same_span()
    {
        long workspace = await SampleAsync();
        async Task<string[]> Spans(string query) =>
            [
                .. (await store.Spans.ListAsync(Day(workspace, query), 50, null, default))
                    .Items.Select(s => $"{s.TraceId}.{s.SpanId}")
                    .Order(),
            ];
        Assert.Empty(await Spans("model:gpt-4o tool:book_reservation"));
        Assert.Equal(["a.2"], await Spans("kind:tool status:error"));
        Assert.Equal(["a.1", "b.1", "b.2", "c.1"], await Spans("NOT status:error"));
        Assert.Equal(["b.1"], await Spans("score.tone:angry"));
        Assert.Equal(["b.1", "b.2"], await Spans("score.resolved < 0.5 NOT user:anna NOT status:error NOT model:gpt-4o"));
    }

    private async Task<long> SampleAsync()
    {
        long workspace = store.NextWorkspace();
        await store.InsertAsync(
            Span(workspace, "a", "1") with
            {
                Model = "gpt-4o",
                UserId = "anna",
                Input = "I want a Refund, it's back\\slash 100% \n\n now",
                TaskId = "7",
            },
            Span(workspace, "a", "2", "1", 1, "tool") with
            {
                ToolName = "book_reservation",
                Status = "error",
                StatusMessage = "card declined",
                Attributes = new Dictionary<string, string> { ["http.status"] = "500" },
            },
            Span(workspace, "b", "1") with
            {
                Model = "gpt-4o-mini",
                PromptKey = "airline",
                PromptVersion = "14",
                Level = "WARNING",
                DurationNano = 3 * Second,
                Tokens = new TokenUsage { Input = 90, CacheRead = 20 },
                Attributes = new Dictionary<string, string> { ["gen_ai.prompt.0.content"] = "the Hidden message" },
            },
            Span(workspace, "b", "2", "1", 1, "tool") with
            {
                ToolName = "search",
                SessionId = "s2",
                ToolArguments = """{"q":"Ticket change"}""",
            },
            Span(workspace, "c", "1") with
            {
                DurationNano = null,
                TimeUnknown = true,
                Tags = ["vip"],
                PromptKey = "airline",
                PromptVersion = "15",
                Version = "2.1",
                CostUsd = 0.02m,
                Output = "我要退款。Straße",
                Resource = new Dictionary<string, string> { ["service.name"] = "shop" },
            }
        );
        await store.InsertAsync(
            workspace,
            new Score("1", "resolved", 0, null) { TraceId = "a" },
            new Score("2", "resolved", 0.4, null) { SessionId = "s2" },
            new Score("3", "resolved", 1, null) { TraceId = "c" },
            new Score("4", "tone", null, "angry") { TraceId = "b", SpanId = "1" }
        );
        return workspace;
    }
}
