using CozeLoop.Chat;
using CozeLoop.Tracing.Spans;
using Xunit;

namespace CozeLoop.Tracing.Tests.Ingest;

/// <summary>Expected values were read from data/captures/opentelemetry-openai.jsonl and openllmetry.jsonl by eye.</summary>
public sealed class GenAiCaptureTests
{
    private const string System = "You are a support agent of Lamp & Co. Answer in one short sentence.";
    private const string TooLong =
        "Error code: 400 - request (6031 tokens) exceeds the available context size (4096 tokens), try increasing it";

    private static async Task<IReadOnlyDictionary<string, SpanRecord>> SpansAsync(string file) =>
        (await Captures.DecodeAsync(file)).ToDictionary(s => s.SpanId);

    [Theory]
    [InlineData("7ea907f38948b07d", 41L, 14L)]
    [InlineData("634a589a38d1a18c", 44L, 22L)]
    [InlineData("8f5a433d6dc9aa0a", 66L, 8L)]
    [InlineData("b86e3c5132c65427", 50L, 33L)]
    [InlineData("20f1db9a12d08c41", null, null)]
    public async Task OpenTelemetrys_calls_have_model_and_tokens(string id, long? input, long? output)
    {
        var span = (await SpansAsync("opentelemetry-openai"))[id];
        Assert.Equal(("model", "smollm2-135m-instruct", "openai", "otel-genai/1"), (span.Kind, span.Model, span.Provider, span.Dialect));
        Assert.Equal(new TokenUsage { Input = input, Output = output }, span.Tokens);
        Assert.Null(span.TimeToFirstTokenNano);
        Assert.Equal(System, span.Chat().Messages[0].Content);
        Assert.Equal("system", span.Chat().Messages[0].Role);
    }

    [Fact]
    public async Task OpenTelemetrys_agent_carries_session_and_user_and_its_tool_arguments_and_result()
    {
        var spans = await SpansAsync("opentelemetry-openai");
        Assert.Equal(7, spans.Count);
        var agent = spans["bbd2966b04897cf6"];
        Assert.Equal(("agent", "session-7", "user-42", "invoke_agent support"), (agent.Kind, agent.SessionId, agent.UserId, agent.Name));
        var tool = spans["649a78f42bfc53db"];
        Assert.Equal(("tool", "lookup_order", "call_1"), (tool.Kind, tool.ToolName, tool.ToolCallId));
        Assert.Equal(("{\"number\":\"4711\"}", "{\"status\":\"shipped\"}"), (tool.ToolArguments, tool.ToolResult));
    }

    [Theory]
    [InlineData("opentelemetry-openai", "8f5a433d6dc9aa0a", false)]
    [InlineData("openllmetry", "5bf6d6307f11f182", true)]
    public async Task A_history_with_a_tool_call_is_read_from_parts(string file, string id, bool toolsSent)
    {
        var chat = (await SpansAsync(file))[id].Chat();
        Assert.Equal(["system", "user", "assistant", "tool"], chat.Messages.Select(m => m.Role));
        Assert.Equal("Where is order 4711?", chat.Messages[1].Content);
        var call = Assert.Single(chat.Messages[2].ToolCalls!);
        Assert.Equal(("call_1", "lookup_order"), (call.Id, call.Name));
        Assert.Equal("{\"number\":\"4711\"}", call.Arguments.Replace(" ", "", StringComparison.Ordinal));
        Assert.Equal(
            ("call_1", "{\"number\": \"4711\", \"status\": \"shipped\"}"),
            (chat.Messages[3].ToolCallId, chat.Messages[3].Content)
        );
        Assert.Equal("You are in the correct location.", Assert.Single(chat.OutputMessages).Content);
        Assert.Equal(toolsSent ? ["lookup_order"] : [], chat.Tools.Select(t => t.Name));
        if (toolsSent)
            Assert.Equal("Status of an order", chat.Tools[0].Description);
    }

    [Theory]
    [InlineData("opentelemetry-openai", "20f1db9a12d08c41")]
    [InlineData("openllmetry", "286c5e06229e85a0")]
    public async Task The_refused_call_says_why(string file, string id)
    {
        var span = (await SpansAsync(file))[id];
        Assert.Equal(("error", TooLong, "smollm2-135m-instruct"), (span.Status, span.StatusMessage, span.Model));
        Assert.Empty(span.Chat().OutputMessages);
        Assert.StartsWith("word word", span.Chat().Messages[1].Content, StringComparison.Ordinal);
    }

    [Fact]
    public async Task OpenTelemetrys_answers_and_parameters_are_read()
    {
        var spans = await SpansAsync("opentelemetry-openai");
        var plain = spans["7ea907f38948b07d"];
        var answer = Assert.Single(plain.Chat().OutputMessages);
        Assert.Equal(
            ("assistant", "Unfortunately, you can't return a shirt that's too small.", "stop"),
            (answer.Role, answer.Content, answer.FinishReason)
        );
        Assert.Equal("{\"temperature\":0.7,\"maxTokens\":40,\"seed\":1}", plain.Parameters);
        Assert.Equal("我的优惠券为什么不能用？", spans["b86e3c5132c65427"].Chat().Messages[1].Content);
        Assert.Equal("{\n\n\"answer\"\n\n: \"aidswitching\"\n\n}", spans["b86e3c5132c65427"].Chat().OutputMessages[0].Content);
        Assert.Equal("Wo ist meine Bestellung 4711?", spans["634a589a38d1a18c"].InputPreview);
    }

    [Theory]
    [InlineData("ec28b934187126ec", 1L, 14L, 40L)] // 41 - 40
    [InlineData("f3e734bca89d7e83", 1L, 26L, 43L)] // 44 - 43
    [InlineData("5bf6d6307f11f182", 1L, 8L, 65L)] // 66 - 65
    [InlineData("6ff5dc7b0e189d13", 1L, 36L, 49L)] // 50 - 49
    [InlineData("286c5e06229e85a0", null, null, null)]
    public async Task Traceloops_calls_have_model_and_tokens(string id, long? input, long? output, long? cached)
    {
        var span = (await SpansAsync("openllmetry"))[id];
        Assert.Equal(("model", "smollm2-135m-instruct", "openai", "openllmetry/1"), (span.Kind, span.Model, span.Provider, span.Dialect));
        Assert.Equal(
            new TokenUsage
            {
                Input = input,
                Output = output,
                CacheRead = cached,
            },
            span.Tokens
        );
        Assert.Equal(("user-42", "session-7"), (span.UserId, span.SessionId));
    }

    [Fact]
    public async Task Traceloops_kinds_come_over_two_exports_and_the_first_chunk_is_the_time_to_first_token()
    {
        var spans = await SpansAsync("openllmetry");
        Assert.Equal(9, spans.Count);
        Assert.Equal(
            ("chain", "function", "agent", "tool"),
            (spans["be540d4d572b21d2"].Kind, spans["900f38f0a65c40db"].Kind, spans["5a7ba2a4bbae0993"].Kind, spans["9dd2e57bfc32e07e"].Kind)
        );
        Assert.Equal(25333704, spans["f3e734bca89d7e83"].TimeToFirstTokenNano);
        Assert.All(spans.Values.Where(s => s.SpanId != "f3e734bca89d7e83"), s => Assert.Null(s.TimeToFirstTokenNano));
        Assert.Equal("lookup_order", spans["9dd2e57bfc32e07e"].ToolName);
        Assert.Equal("{\"args\": [\"4711\"], \"kwargs\": {}}", spans["9dd2e57bfc32e07e"].ToolArguments);
        Assert.Equal("{\"number\": \"4711\", \"status\": \"shipped\", \"carrier\": \"post\"}", spans["9dd2e57bfc32e07e"].ToolResult);
        Assert.Equal(
            "The product code 4711 is a popular item for holiday decorations, and it's a gift from the company.",
            spans["f3e734bca89d7e83"].OutputPreview
        );
    }
}
