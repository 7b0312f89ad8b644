using CozeLoop.Chat;
using CozeLoop.Chat.Json;
using CozeLoop.Models.Providers;
using CozeLoop.Models.Providers.OpenAi;
using Xunit;

namespace CozeLoop.Models.Tests.Providers;

public class OpenAiReaderTests
{
    [Fact]
    public void Tool_calls_come_in_pieces_by_index()
    {
        var reader = Read(
            """{"choices":[{"index":0,"delta":{"role":"assistant","content":null,"tool_calls":"""
                + """[{"index":0,"id":"c1","type":"function","function":"""
                + """{"name":"find","arguments":""}}]},"finish_reason":null}]}""",
            """{"choices":[{"index":0,"delta":{"tool_calls":[{"index":1,"id":"c2","function":{"name":"book","arguments":"{\"x\""}}]}}]}""",
            """{"choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"function":{"arguments":"{}"}},"""
                + """{"index":1,"function":{"arguments":":1}"}}]}}]}""",
            """{"choices":[{"index":0,"delta":{},"finish_reason":"tool_calls"}]}"""
        );
        var answer = Assert.IsType<ProviderOutcome.Answered>(reader.End(5));
        Assert.Equal([new ChatToolCall("c1", "find", "{}"), new ChatToolCall("c2", "book", "{\"x\":1}")], answer.Message.ToolCalls!);
        Assert.Equal(("tool_calls", 5.0), (answer.Message.FinishReason, answer.FirstTokenMs));
    }

    [Fact]
    public void Usage_is_inclusive_and_comes_with_empty_choices()
    {
        var reader = Read(
            """{"choices":[{"index":0,"delta":{"content":"Hi"},"finish_reason":"stop"}],"usage":null}""",
            """{"choices":[],"usage":{"prompt_tokens":100,"completion_tokens":50,"prompt_tokens_details":"""
                + """{"cached_tokens":64,"audio_tokens":6},"completion_tokens_details":"""
                + """{"reasoning_tokens":30}}}""",
            "[DONE]"
        );
        var answer = Assert.IsType<ProviderOutcome.Answered>(reader.End(null));
        Assert.Equal(
            new TokenUsage
            {
                Input = 30,
                Output = 20,
                CacheRead = 64,
                Reasoning = 30,
                Audio = 6,
            },
            answer.Usage
        );
    }

    [Fact]
    public void Without_usage_every_count_is_unknown() =>
        Assert.Equal(
            new TokenUsage(),
            Assert
                .IsType<ProviderOutcome.Answered>(Read("""{"choices":[{"delta":{"content":"Hi"},"finish_reason":"stop"}]}""").End(null))
                .Usage
        );

    [Fact]
    public void A_stream_that_ends_early_is_interrupted()
    {
        var failed = Assert.IsType<ProviderOutcome.Failed>(Read("""{"choices":[{"index":0,"delta":{"content":"Hi"}}]}""").End(1));
        Assert.Equal(("interrupted", true), (failed.Failure.Cause, failed.Failure.Retryable));
    }

    [Fact]
    public void An_error_in_the_stream_keeps_its_code()
    {
        var failed = new OpenAiReader().Take("""{"error":{"code":400,"message":"too long","type":"exceed_context_size_error"}}""");
        Assert.Equal(
            ("context_length", "exceed_context_size_error", false),
            (failed!.Failure.Cause, failed.Failure.ProviderCode, failed.Transient)
        );
    }

    [Theory]
    [InlineData("not json")]
    [InlineData("[1,")]
    public void A_broken_piece_is_the_providers_error(string data) =>
        Assert.Equal("provider_error", new OpenAiReader().Take(data)!.Failure.Cause);

    [Theory]
    [InlineData("{}")]
    [InlineData("{\"choices\":null}")]
    [InlineData("{\"choices\":[null,1,{}]}")]
    [InlineData("{\"choices\":[{\"delta\":{\"content\":5,\"tool_calls\":[null]}}]}")]
    [InlineData("[]")]
    public void Odd_pieces_are_passed_over(string data) => Assert.Null(new OpenAiReader().Take(data));

    [Fact]
    public void An_answer_in_one_piece_is_read_as_well()
    {
        var body = JsonReading.Parse(
            """{"choices":[{"message":{"role":"assistant","content":"Hi","reasoning_content":"hm"},"finish_reason":"stop"}],"usage":"""
                + """{"prompt_tokens":3,"completion_tokens":1}}"""
        );
        var answer = Assert.IsType<ProviderOutcome.Answered>(new OpenAiReader().Whole(body!.Value));
        Assert.Equal(("Hi", "hm", 3L), (answer.Message.Content, answer.Message.Reasoning, answer.Usage.Input));
    }

    private static OpenAiReader Read(params string[] items)
    {
        var reader = new OpenAiReader();
        foreach (string item in items)
            Assert.Null(reader.Take(item));
        return reader;
    }
}
