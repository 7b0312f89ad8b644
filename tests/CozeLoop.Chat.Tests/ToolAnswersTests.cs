using System.Text.Json.Nodes;
using CozeLoop.Chat.Providers;
using Xunit;

namespace CozeLoop.Chat.Tests;

public sealed class ToolAnswersTests
{
    [Theory]
    [InlineData("a,b", "b,a", "1,0")]
    [InlineData("a,b", "b", "-,0")]
    [InlineData("a,b", "a", "0,-")]
    [InlineData("a,b", "x,y", "-,-")]
    [InlineData("x,x", "x,x", "0,1")]
    [InlineData("x,x,a", "a,x,x", "1,2,0")]
    [InlineData("x,x", "x", "0,-")]
    [InlineData("-,-", "-,-", "0,1")]
    [InlineData("-,a", "a,-", "1,0")]
    [InlineData("-,-", "a,b", "-,-")]
    public void An_id_decides_where_it_names_one_call_and_the_order_where_it_does_not(string calls, string answers, string expected)
    {
        ChatToolCall[] made = [.. calls.Split(',').Select(id => new ChatToolCall(id == "-" ? null : id, "f", "{}"))];
        ChatMessage[] given = [.. answers.Split(',').Select(id => new ChatMessage("tool", "r") { ToolCallId = id == "-" ? null : id })];
        Assert.Equal(expected, string.Join(',', ToolAnswers.Of(made, given).Select(place => place is null ? "-" : $"{place}")));
    }

    [Fact]
    public void Without_ids_the_functions_names_tell_the_answers_apart()
    {
        ChatToolCall[] calls = [new(null, "oslo", "{}"), new(null, "bergen", "{}")];
        ChatMessage[] answers = [new("tool", "7") { Name = "bergen" }, new("tool", "4") { Name = "oslo" }];
        Assert.Equal([1, 0], ToolAnswers.Of(calls, answers));
    }

    [Fact]
    public void Calls_and_answers_without_ids_are_sent_with_ids_that_fit()
    {
        ChatMessage[] recorded =
        [
            new("user", "Both?"),
            new("assistant", null) { ToolCalls = [new(null, "oslo", "{}"), new(null, "bergen", "{}")] },
            new("tool", "7") { Name = "bergen" },
            new("tool", "4") { Name = "oslo" },
        ];
        var sent = OpenAiChat.WriteRequest(new ChatRequest("m", recorded, [], new ChatParameters()))["messages"]!.AsArray();
        Assert.Equal(["call_0", "call_1"], sent[1]!["tool_calls"]!.AsArray().Select(call => (string?)call!["id"]));
        Assert.Equal(["call_1", "call_0"], sent.Skip(2).Select(message => (string?)message!["tool_call_id"]));
        JsonNode anthropic = AnthropicMessages.WriteRequest(new ChatRequest("m", recorded, [], new ChatParameters()));
        Assert.Equal(
            ["call_1", "call_0"],
            anthropic["messages"]![2]!["content"]!.AsArray().Select(block => (string?)block!["tool_use_id"])
        );
    }
}
