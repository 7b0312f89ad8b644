using CozeLoop.Chat;
using CozeLoop.Tracing.Spans;
using Xunit;

namespace CozeLoop.Tracing.Tests.Ingest;

/// <summary>Expected values were read from data/captures/langfuse-python-3.jsonl (request 9) by eye.</summary>
public sealed class LangfuseCaptureTests
{
    private const string Trace = "748d757416936d42651c93d9803510a7";
    private const string TooLong =
        "Error code: 400 - request (6031 tokens) exceeds the available context size (4096 tokens), try increasing it";

    private static async Task<IReadOnlyDictionary<string, SpanRecord>> SpansAsync() =>
        (await Captures.DecodeAsync("langfuse-python-3")).ToDictionary(s => s.SpanId);

    [Theory]
    [InlineData("f5181d615af92e56", 1L, 40L, 40L)] // 41 - 40
    [InlineData("2e72927584680e6d", 1L, 14L, 40L)] // 41 - 40
    [InlineData("ae729baaaf6cfdbe", 1L, 27L, 43L)] // 44 - 43
    [InlineData("bef30f836ca66f68", 1L, 8L, 65L)] // 66 - 65
    [InlineData("309fa1c506d6f44b", 1L, 60L, 49L)] // 50 - 49
    [InlineData("f0b61ac6c7218cfb", 1L, 20L, 34L)] // 35 - 34
    [InlineData("894b2a288018a996", 7L, 20L, 30L)] // 37 - 30
    [InlineData("264928773002914b", null, null, null)]
    public async Task OpenAIs_usage_object_is_inclusive_whoever_passes_it_on(string id, long? input, long? output, long? cached)
    {
        var span = (await SpansAsync())[id];
        Assert.Equal(
            ("model", "smollm2-135m-instruct", "langfuse/1", "production"),
            (span.Kind, span.Model, span.Dialect, span.Environment)
        );
        Assert.Equal(
            new TokenUsage
            {
                Input = input,
                Output = output,
                CacheRead = cached,
            },
            span.Tokens
        );
        Assert.Null(span.CostUsd);
    }

    [Fact]
    public async Task Langfuses_own_buckets_and_cost_are_taken_as_they_are()
    {
        var embed = (await SpansAsync())["f1b2bf4426c2b247"];
        Assert.Equal(("embedding", "text-embedding-3-small"), (embed.Kind, embed.Model));
        Assert.Equal(new TokenUsage { Input = 12 }, embed.Tokens);
        Assert.Equal(0.00000024m, embed.CostUsd);
        Assert.Equal("exclusive: langfuse.observation.usage_details input=12", embed.TokenRule);
    }

    [Fact]
    public async Task The_trace_has_user_session_and_tags_by_the_union_over_its_spans()
    {
        var spans = await SpansAsync();
        Assert.Equal(14, spans.Count);
        var trace = spans.Values.Where(s => s.TraceId == Trace).ToList();
        Assert.Equal(10, trace.Count);
        Assert.Equal(["user-42"], trace.Select(s => s.UserId).Where(u => u.Length > 0).Distinct());
        Assert.Equal(["session-7"], trace.Select(s => s.SessionId).Where(u => u.Length > 0).Distinct());
        Assert.Equal(["shop", "beta"], trace.SelectMany(s => s.Tags).Distinct());
        Assert.All(trace, s => Assert.Equal(("1.4.2", ""), (s.Release, s.Service)));
        Assert.Equal("sdk-experiment", spans["737452c9cf4f681a"].Environment);
    }

    [Fact]
    public async Task The_prompt_is_linked_where_it_was_sent()
    {
        var spans = await SpansAsync();
        Assert.Equal(("support", "3"), (spans["f5181d615af92e56"].PromptKey, spans["f5181d615af92e56"].PromptVersion));
        Assert.All(spans.Values.Where(s => s.SpanId != "f5181d615af92e56"), s => Assert.Equal("", s.PromptKey));
    }

    [Fact]
    public async Task The_streamed_call_has_its_time_to_first_token_and_its_answer_as_bare_text()
    {
        var span = (await SpansAsync())["ae729baaaf6cfdbe"];
        // 09:30:45.677665 - 09:30:45.650831659
        Assert.Equal(26833341, span.TimeToFirstTokenNano);
        var answer = Assert.Single(span.Chat().OutputMessages);
        Assert.Equal(("assistant", "Schadenfürst (Fürder)\n\nWo ist meine Bestellung 4711?"), (answer.Role, answer.Content));
    }

    [Fact]
    public async Task Tools_and_messages_are_found_inside_the_input()
    {
        var chat = (await SpansAsync())["bef30f836ca66f68"].Chat();
        Assert.Equal(["system", "user", "assistant", "tool"], chat.Messages.Select(m => m.Role));
        Assert.Equal([new ChatToolCall("call_1", "lookup_order", "{\"number\": \"4711\"}")], chat.Messages[2].ToolCalls!);
        Assert.Null(chat.Messages[2].Content);
        Assert.Equal("{\"number\": \"4711\", \"status\": \"shipped\"}", chat.Messages[3].Content);
        Assert.Equal("lookup_order", Assert.Single(chat.Tools).Name);
        Assert.Equal("You are in the correct location.", Assert.Single(chat.OutputMessages).Content);
    }

    [Fact]
    public async Task The_refused_call_is_an_error_without_price_and_a_warning_is_none()
    {
        var spans = await SpansAsync();
        var refused = spans["264928773002914b"];
        Assert.Equal(("error", TooLong), (refused.Status, refused.StatusMessage));
        Assert.Null(refused.CostUsd);
        Assert.Empty(refused.Chat().OutputMessages);
        Assert.Equal("{\"temperature\":1,\"topP\":1,\"frequencyPenalty\":0,\"presencePenalty\":0}", refused.Parameters);
        var judge = spans["44540db399b5cced"];
        Assert.Equal(("evaluator", "unset", "WARNING", "short answer"), (judge.Kind, judge.Status, judge.Level, judge.StatusMessage));
        Assert.Equal("{\"score\": 0.8}", judge.Output);
    }

    [Fact]
    public async Task The_schema_of_the_answer_is_a_parameter()
    {
        var span = (await SpansAsync())["309fa1c506d6f44b"];
        Assert.Contains("\"responseFormat\":{\"type\":\"json_schema\"", span.Parameters, StringComparison.Ordinal);
        Assert.Equal("我的优惠券为什么不能用？", span.Chat().Messages[1].Content);
    }

    [Fact]
    public async Task A_tool_is_named_by_its_span()
    {
        var tool = (await SpansAsync())["0fecf632055f5427"];
        Assert.Equal(("tool", "lookup_order"), (tool.Kind, tool.ToolName));
        Assert.Equal("{\"args\": [\"4711\"], \"kwargs\": {}}", tool.ToolArguments);
        Assert.Equal("{\"number\": \"4711\", \"status\": \"shipped\", \"carrier\": \"post\"}", tool.ToolResult);
    }

    [Fact]
    public async Task What_was_moved_out_of_the_attributes_can_be_shown_as_it_was_sent()
    {
        var tool = (await SpansAsync())["0fecf632055f5427"];
        var sent = CozeLoop.Tracing.Ingest.Dialects.MovedContent.Restore(tool.Attributes, tool.Input, tool.Output);
        Assert.Equal(
            ["langfuse.environment", "langfuse.observation.input", "langfuse.observation.output", "langfuse.observation.type"],
            sent.Keys.Order()
        );
        Assert.Equal("{\"args\": [\"4711\"], \"kwargs\": {}}", sent["langfuse.observation.input"]);
    }
}
