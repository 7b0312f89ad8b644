using System.Text.Json;
using CozeLoop.Chat;
using CozeLoop.Chat.Providers;
using CozeLoop.Contracts.Api;
using CozeLoop.Models.Connections;
using CozeLoop.Models.Providers;
using CozeLoop.Models.Providers.Anthropic;
using Xunit;

namespace CozeLoop.Models.Tests.Providers;

public class AnthropicTests
{
    private static readonly Connection Anthropic = ProvidersUnderTest.To("https://api.anthropic.com", "K", ConnectionProviders.Anthropic);

    [Fact]
    public void Messages_become_content_blocks_and_tool_results_user_messages()
    {
        ChatMessage[] messages =
        [
            new("system", "Be kind."),
            new("user", "Find both"),
            new("assistant", "Looking.")
            {
                ToolCalls = [new ChatToolCall("a", "find", "{\"id\":1}"), new ChatToolCall("b", "find", "broken")],
            },
            new("tool", "one") { ToolCallId = "a" },
            new("tool", "two") { ToolCallId = "b" },
            new("user", "Thanks"),
        ];
        var schema = JsonSerializer.SerializeToElement(new { type = "object" });
        var request = new ProviderRequest(
            Anthropic,
            "claude",
            messages,
            [new ChatTool("find", null, schema)],
            new ChatParameters { Temperature = 0.5, Stop = ["END"] }
        );
        using var body = JsonDocument.Parse(AnthropicRequest.Body(request).ToJsonString());
        Assert.Equal("Be kind.", body.RootElement.GetProperty("system").GetString());
        Assert.Equal(AnthropicMessages.DefaultMaxTokens, body.RootElement.GetProperty("max_tokens").GetInt32());
        Assert.Equal(
            """[{"role":"user","content":[{"type":"text","text":"Find both"}]},"""
                + """{"role":"assistant","content":[{"type":"text","text":"Looking."},"""
                + """{"type":"tool_use","id":"a","name":"find","input":{"id":1}},"""
                + """{"type":"tool_use","id":"b","name":"find","input":{"unparsed_arguments":"broken"}}]},"""
                + """{"role":"user","content":[{"type":"tool_result","tool_use_id":"a","content":"one"},"""
                + """{"type":"tool_result","tool_use_id":"b","content":"two"},{"type":"text","text":"Thanks"}]}]""",
            body.RootElement.GetProperty("messages").GetRawText()
        );
    }

    [Fact]
    public void Usage_is_exclusive_and_taken_as_it_is()
    {
        var answer = Assert.IsType<ProviderOutcome.Answered>(
            Read(
                    """{"type":"message_start","message":{"usage":"""
                        + """{"input_tokens":25,"cache_read_input_tokens":1000,"cache_creation_input_tokens":50,"output_tokens":1}}}""",
                    """{"type":"content_block_start","index":0,"content_block":{"type":"thinking","thinking":""}}""",
                    """{"type":"content_block_delta","index":0,"delta":{"type":"thinking_delta","thinking":"hm"}}""",
                    """{"type":"content_block_start","index":1,"content_block":{"type":"text","text":""}}""",
                    """{"type":"ping"}""",
                    """{"type":"content_block_delta","index":1,"delta":{"type":"text_delta","text":"Hello"}}""",
                    """{"type":"content_block_start","index":2,"content_block":{"type":"tool_use","id":"t","name":"find","input":{}}}""",
                    """{"type":"content_block_delta","index":2,"delta":{"type":"input_json_delta","partial_json":"{\"id\":"}}""",
                    """{"type":"content_block_delta","index":2,"delta":{"type":"input_json_delta","partial_json":"1}"}}""",
                    """{"type":"message_delta","delta":{"stop_reason":"tool_use"},"usage":{"output_tokens":15}}""",
                    """{"type":"message_stop"}"""
                )
                .End(3)
        );
        Assert.Equal(
            new TokenUsage
            {
                Input = 25,
                Output = 15,
                CacheRead = 1000,
                CacheWrite = 50,
            },
            answer.Usage
        );
        Assert.Equal(("Hello", "hm", "tool_calls"), (answer.Message.Content, answer.Message.Reasoning, answer.Message.FinishReason));
        Assert.Equal([new ChatToolCall("t", "find", "{\"id\":1}")], answer.Message.ToolCalls!);
    }

    [Theory]
    [InlineData("end_turn", "stop")]
    [InlineData("max_tokens", "length")]
    public void Stop_reasons_are_told_in_the_platforms_words(string reason, string expected)
    {
        var answer = Assert.IsType<ProviderOutcome.Answered>(
            Read("""{"type":"message_delta","delta":{"stop_reason":"REASON"}}""".Replace("REASON", reason, StringComparison.Ordinal))
                .End(null)
        );
        Assert.Equal(expected, answer.Message.FinishReason);
    }

    [Fact]
    public void A_refusal_an_early_end_and_an_error_are_failures()
    {
        Assert.Equal("refused", Failure(Read("""{"type":"message_delta","delta":{"stop_reason":"refusal"}}""").End(null)));
        Assert.Equal(
            "interrupted",
            Failure(Read("""{"type":"content_block_start","index":0,"content_block":{"type":"text","text":"Hel"}}""").End(null))
        );
        Assert.Equal(
            "provider_error",
            new AnthropicReader().Take("""{"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}}""")!.Failure.Cause
        );
    }

    [Fact]
    public async Task What_the_form_cannot_say_is_refused_and_not_dropped()
    {
        using var providers = new ProvidersUnderTest();
        var request = ProvidersUnderTest.Ask(Anthropic, "Hi", new ChatParameters { PresencePenalty = 1 });
        Assert.Equal("invalid_request", Failure(await providers.CallAsync(request)));
    }

    private static string Failure(ProviderOutcome outcome) => Assert.IsType<ProviderOutcome.Failed>(outcome).Failure.Cause;

    private static AnthropicReader Read(params string[] items)
    {
        var reader = new AnthropicReader();
        foreach (string item in items)
            Assert.Null(reader.Take(item));
        return reader;
    }
}
