using CozeLoop.Chat;
using CozeLoop.Studio.Controls;
using Xunit;
using static CozeLoop.Studio.Tests.Make;

namespace CozeLoop.Studio.Tests.Controls;

public class TranscriptBuilderTests
{
    [Fact]
    public void History_that_every_call_repeats_is_shown_once()
    {
        ChatMessage[] first = [Said("system", "policy"), Said("user", "book")];
        var asked = Said("assistant", "your id?");
        ChatMessage[] second = [.. first, asked, Said("user", "mia")];
        var entries = TranscriptBuilder.Build([Model("m1", first, asked), Model("m2", second, Said("assistant", "thanks"), 2)]);
        Assert.Equal(["policy", "book", "your id?", "mia", "thanks"], entries.Select(e => e.Message.Content));
        Assert.Equal(["m1", "m1", "m1", "m2", "m2"], entries.Select(e => e.Span.SpanId));
    }

    [Fact]
    public void What_went_wrong_stands_where_the_answer_of_a_failed_call_would()
    {
        var failed = Model("m1", [Said("user", "book")], Said("assistant", "")) with
        {
            OutputMessages = [],
            Status = "error",
            StatusMessage = "overloaded",
        };
        var last = TranscriptBuilder.Build([failed])[^1];
        Assert.Equal(("overloaded", true, "m1"), (last.Message.Content, last.IsAnswer, last.Span.SpanId));
    }

    [Fact]
    public void A_tool_answers_once_though_the_next_call_repeats_it()
    {
        ChatMessage[] first = [Said("user", "book")];
        var call = Calling("get_user");
        ChatMessage[] second = [.. first, call, Said("tool", "{\"name\":\"Mia\"}")];
        var entries = TranscriptBuilder.Build([
            Model("m1", first, call),
            Tool("get_user", "{\"name\":\"Mia\"}", 1),
            Model("m2", second, Said("assistant", "done"), 2),
        ]);
        Assert.Equal(["message", "call", "tool", "message"], entries.Select(e => e.Kind));
        Assert.Equal("get_user", entries[2].Span.SpanId);
    }

    [Fact]
    public void A_tool_answer_that_no_span_recorded_is_taken_from_the_call_that_got_it()
    {
        ChatMessage[] given = [Said("user", "book"), Calling("get_user"), Said("tool", "Mia")];
        var entries = TranscriptBuilder.Build([Model("m1", given, Said("assistant", "done"))]);
        Assert.Contains(entries, e => e.Kind == "tool" && e.Message.Content == "Mia" && e.Span.SpanId == "m1");
    }

    [Fact]
    public void What_was_said_before_the_trace_is_marked_as_earlier()
    {
        ChatMessage[] given = [Said("user", "hi"), Said("assistant", "hello"), Said("user", "book")];
        var entries = TranscriptBuilder.Build([Model("m1", given, Said("assistant", "done"))]);
        Assert.Equal([true, true, false, false], entries.Select(e => e.Earlier));
    }

    [Fact]
    public void Without_model_calls_the_outermost_input_and_output_are_the_conversation()
    {
        var entries = TranscriptBuilder.Build([Span("root", "agent") with { Input = "in", Output = "out" }]);
        Assert.Equal([("user", "in"), ("assistant", "out")], entries.Select(e => (e.Message.Role, e.Message.Content!)));
    }
}
