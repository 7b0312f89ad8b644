using CozeLoop.Chat;
using CozeLoop.Tracing.Spans;
using CozeLoop.Tracing.Traces;
using Xunit;

namespace CozeLoop.Tracing.Tests.Ingest;

/// <summary>Recorded requests through receiver, mapper and the embedded engine, and out again as the API shows them.</summary>
public sealed class StoredCaptureTests(TraceStore store)
{
    private async Task<(long Workspace, IReadOnlyList<SpanRecord> Spans)> StoreAsync(string file, int times = 1)
    {
        long workspace = store.NextWorkspace();
        SpanRecord[] spans = [.. (await Captures.DecodeAsync(file)).Select(s => s with { WorkspaceId = workspace })];
        for (int i = 0; i < times; i++)
            await store.InsertAsync([.. spans.Select(s => s with { ReceivedUnixNano = s.ReceivedUnixNano + i })]);
        return (workspace, spans);
    }

    [Theory]
    [InlineData("openinference-openai", "c630f97c", 7)]
    [InlineData("opentelemetry-openai", "6b46ccfe", 7)]
    [InlineData("openllmetry", "c99d5b02", 9)]
    [InlineData("langfuse-python-3", "748d7574", 10)]
    public async Task A_trace_that_was_sent_twice_is_shown_once_with_its_user_session_and_tags(string file, string trace, int count)
    {
        var (workspace, spans) = await StoreAsync(file, times: 2);
        string id = spans.First(s => s.TraceId.StartsWith(trace, StringComparison.Ordinal)).TraceId;
        var shown = Assert.Single(await store.Traces.ReadAsync(workspace, [id], full: true, TestContext.Current.CancellationToken));
        Assert.Equal(count, shown.Spans.Count);
        Assert.Equal(("user-42", "session-7"), (shown.UserId, shown.SessionId));
        if (file is "openinference-openai" or "langfuse-python-3")
            Assert.Equal(["beta", "shop"], shown.Tags.Order());
    }

    [Fact]
    public async Task A_model_call_is_shown_with_messages_tools_tokens_prompt_and_first_token()
    {
        var (workspace, spans) = await StoreAsync("openinference-openai");
        var call = await store.Spans.FindAsync(
            workspace,
            spans[0].TraceId,
            "d5d9556cbf919f97",
            new ContentBudget(ContentBudget.MaxBytes),
            TestContext.Current.CancellationToken
        );
        Assert.Equal(["system", "user", "assistant", "tool"], call!.Messages.Select(m => m.Role));
        Assert.Equal("lookup_order", Assert.Single(call.Tools).Name);
        Assert.Equal(
            new TokenUsage
            {
                Input = 42,
                Output = 8,
                CacheRead = 24,
            },
            call.Tokens
        );
        Assert.Equal("v3", call.Prompt!.Version);
        Assert.Equal("Lamp & Co", call.Prompt.Variables!["shop"]);
        Assert.Equal("tool", call.Attributes["llm.input_messages.3.message.role"]);
        Assert.StartsWith("{\"model\": \"smollm2-135m-instruct\"", call.Attributes["input.value"], StringComparison.Ordinal);
        var streamed = await store.Spans.FindAsync(
            workspace,
            spans[0].TraceId,
            "901944109ed4bb13",
            new ContentBudget(ContentBudget.MaxBytes),
            TestContext.Current.CancellationToken
        );
        Assert.Equal(82.605443, streamed!.TimeToFirstTokenMs);
    }
}
