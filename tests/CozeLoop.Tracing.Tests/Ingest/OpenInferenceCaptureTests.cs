using CozeLoop.Chat;
using CozeLoop.Tracing.Spans;
using Xunit;

namespace CozeLoop.Tracing.Tests.Ingest;

/// <summary>Expected values were read from data/captures/openinference-openai.jsonl by eye.</summary>
public sealed class OpenInferenceCaptureTests
{
    private const string System = "You are a support agent of Lamp & Co. Answer in one short sentence.";
    private const string TooLong =
        "BadRequestError: Error code: 400 - request (6031 tokens) exceeds the available context size (4096 tokens), try increasing it";

    private static async Task<IReadOnlyDictionary<string, SpanRecord>> SpansAsync() =>
        (await Captures.DecodeAsync("openinference-openai")).ToDictionary(s => s.SpanId);

    [Fact]
    public async Task Every_span_has_its_kind_and_its_place()
    {
        var spans = await SpansAsync();
        Assert.Equal(7, spans.Count);
        Assert.Equal("tool", spans["6972b211b5908ed3"].Kind);
        Assert.Equal("chain", spans["fa89f382dd6725d8"].Kind);
        Assert.Equal(5, spans.Values.Count(s => s.Kind == "model"));
        Assert.Equal("", spans["fa89f382dd6725d8"].ParentSpanId);
        Assert.All(spans.Values.Where(s => s.Kind != "chain"), s => Assert.Equal("fa89f382dd6725d8", s.ParentSpanId));
        Assert.All(spans.Values, s => Assert.Equal(("production", "1.4.2", "shop-support"), (s.Environment, s.Release, s.Service)));
        Assert.All(spans.Values, s => Assert.Equal("openinference/1", s.Dialect));
        Assert.Equal(1407030674, spans["fa89f382dd6725d8"].DurationNano);
        Assert.Equal(1795426151392176040, spans["fa89f382dd6725d8"].StartUnixNano);
    }

    [Fact]
    public async Task Every_model_span_has_model_user_session_tags_and_prompt()
    {
        var models = (await SpansAsync()).Values.Where(s => s.Kind == "model");
        Assert.All(
            models,
            s =>
            {
                Assert.Equal(("smollm2-135m-instruct", "openai", "user-42", "session-7"), (s.Model, s.Provider, s.UserId, s.SessionId));
                Assert.Equal(["shop", "beta"], s.Tags);
                Assert.Equal(("", "v3"), (s.PromptKey, s.PromptVersion));
                Assert.Equal("Lamp & Co", Assert.Single(s.PromptVariables).Value);
                Assert.Equal("shop", Assert.Single(s.PromptVariables).Key);
            }
        );
    }

    [Theory]
    [InlineData("28a2b1bce92a5d33", 41L, 14L, 0L)]
    [InlineData("901944109ed4bb13", 20L, 30L, 24L)] // 44 - 24
    [InlineData("d5d9556cbf919f97", 42L, 8L, 24L)] // 66 - 24
    [InlineData("41e6fa66a8b9a810", 26L, 33L, 24L)] // 50 - 24
    [InlineData("3f7e24eed91b3115", null, null, null)]
    public async Task Cached_tokens_are_subtracted_once(string span, long? input, long? output, long? cached)
    {
        var tokens = (await SpansAsync())[span].Tokens;
        Assert.Equal(
            new TokenUsage
            {
                Input = input,
                Output = output,
                CacheRead = cached,
            },
            tokens
        );
    }

    [Fact]
    public async Task The_derivation_is_told()
    {
        Assert.Equal("inclusive: llm.token_count input=44 output=30 cache_read=24", (await SpansAsync())["901944109ed4bb13"].TokenRule);
        Assert.Null((await SpansAsync())["901944109ed4bb13"].CostUsd);
    }

    [Fact]
    public async Task Only_the_streamed_call_has_a_time_to_first_token()
    {
        var spans = await SpansAsync();
        Assert.Equal(82605443, spans["901944109ed4bb13"].TimeToFirstTokenNano);
        Assert.All(spans.Values.Where(s => s.SpanId != "901944109ed4bb13"), s => Assert.Null(s.TimeToFirstTokenNano));
    }

    [Fact]
    public async Task The_refused_call_has_its_error_and_no_answer()
    {
        var spans = await SpansAsync();
        var refused = spans["3f7e24eed91b3115"];
        Assert.Equal(("error", TooLong), (refused.Status, refused.StatusMessage));
        Assert.Empty(refused.Chat().OutputMessages);
        Assert.Equal(2, refused.Chat().Messages.Count);
        Assert.StartsWith("word word word", refused.Chat().Messages[1].Content, StringComparison.Ordinal);
        Assert.Equal("ok", spans["28a2b1bce92a5d33"].Status);
        Assert.Equal("unset", spans["6972b211b5908ed3"].Status);
    }

    [Fact]
    public async Task Messages_hold_the_history_with_its_tool_call_and_the_tool_is_defined()
    {
        var chat = (await SpansAsync())["d5d9556cbf919f97"].Chat();
        Assert.Equal(["system", "user", "assistant", "tool"], chat.Messages.Select(m => m.Role));
        Assert.Equal(System, chat.Messages[0].Content);
        Assert.Equal("Where is order 4711?", chat.Messages[1].Content);
        Assert.Null(chat.Messages[2].Content);
        Assert.Equal([new ChatToolCall("call_1", "lookup_order", "{\"number\": \"4711\"}")], chat.Messages[2].ToolCalls!);
        Assert.Equal(
            ("call_1", "{\"number\": \"4711\", \"status\": \"shipped\"}"),
            (chat.Messages[3].ToolCallId, chat.Messages[3].Content)
        );
        var tool = Assert.Single(chat.Tools);
        Assert.Equal(("lookup_order", "Status of an order"), (tool.Name, tool.Description));
        Assert.Equal("string", tool.Parameters!.Value.GetProperty("properties").GetProperty("number").GetProperty("type").GetString());
        Assert.Equal("You are in the correct location.", Assert.Single(chat.OutputMessages).Content);
    }

    [Fact]
    public async Task Every_answer_is_read()
    {
        var spans = await SpansAsync();
        string Answer(string id) => Assert.Single(spans[id].Chat().OutputMessages).Content!;
        Assert.Equal("Unfortunately, you can't return a shirt that's too small.", Answer("28a2b1bce92a5d33"));
        Assert.Equal(
            "When I'm helping out, I'm not just making a note card to deliver something. I'm making a note card to make a note card,",
            Answer("901944109ed4bb13")
        );
        Assert.Equal("{\"answer\":\"错说不对）}＃＃＃＃！\"\n\n}", Answer("41e6fa66a8b9a810"));
        Assert.Equal("我的优惠券为什么不能用？", spans["41e6fa66a8b9a810"].InputPreview);
        Assert.Equal("How can I return a shirt that is too small?", spans["28a2b1bce92a5d33"].InputPreview);
        Assert.Equal("Unfortunately, you can't return a shirt that's too small.", spans["28a2b1bce92a5d33"].OutputPreview);
    }

    [Fact]
    public async Task Tool_and_chain_keep_what_went_in_and_came_out()
    {
        var spans = await SpansAsync();
        var tool = spans["6972b211b5908ed3"];
        Assert.Equal(
            ("lookup_order", "{\"number\": \"4711\"}", "{\"number\": \"4711\", \"status\": \"shipped\", \"carrier\": \"post\"}"),
            (tool.ToolName, tool.ToolArguments, tool.ToolResult)
        );
        Assert.Equal("How can I return a shirt that is too small?", spans["fa89f382dd6725d8"].Input);
        Assert.Equal("Unfortunately, you can't return a shirt that's too small.", spans["fa89f382dd6725d8"].Output);
    }

    [Fact]
    public async Task Parameters_have_the_platforms_names_and_no_content()
    {
        var spans = await SpansAsync();
        Assert.Equal("{\"maxTokens\":40,\"seed\":1,\"temperature\":0.7}", spans["28a2b1bce92a5d33"].Parameters);
        Assert.StartsWith(
            "{\"maxTokens\":60,\"responseFormat\":{\"type\":\"json_schema\"",
            spans["41e6fa66a8b9a810"].Parameters,
            StringComparison.Ordinal
        );
        Assert.Equal("", spans["3f7e24eed91b3115"].Parameters);
    }
}
