using CozeLoop.Contracts.Api;
using CozeLoop.Contracts.Messages;
using CozeLoop.Tracing.Ingest.Dialects;
using CozeLoop.Tracing.Spans;
using Xunit;

namespace CozeLoop.Tracing.Tests.Ingest;

/// <summary>What a span says of itself where its SDK dropped, cut or hid part of a call.</summary>
public sealed class WholeCallTests
{
    private const string Whole = """[{"role":"system","parts":[{"type":"text","content":"You are a clerk."}]}]""";

    [Fact]
    public void A_whole_call_says_nothing()
    {
        Assert.Empty(Of(("gen_ai.input.messages", Whole), ("gen_ai.output.messages", Whole)).Incomplete);
        Assert.Empty(Of(Flat(0, 1, 2)).Incomplete);
    }

    [Fact]
    public void Dropped_attributes_and_a_missing_number_are_said_and_the_other_messages_are_shown()
    {
        var span = Map(Flat(0, 1, 2, 4, 5));
        span.DroppedAttributes = 2;
        var detail = Detail(span);
        Assert.Equal(
            [new("attributes", "content_dropped"), new("messages", "content_dropped")],
            detail.IncompleteCauses.Select(pair => pair)
        );
        Assert.Equal(["attributes", "messages"], detail.Incomplete);
        Assert.Equal(["line 0", "line 1", "line 2", "line 4", "line 5"], detail.Messages.Select(m => m.Content));
    }

    [Theory]
    [InlineData("llm.input_messages.1.message.role")]
    [InlineData("llm.input_messages.0.message.content", "llm.input_messages.0.message.role")]
    public void An_attribute_that_is_missing_without_a_count_is_noticed(params string[] missing)
    {
        var span = Map(Flat(0, 1, 2));
        foreach (string key in missing)
            Assert.True(span.Attributes.Remove(key));
        Assert.Equal("content_dropped", Detail(span).IncompleteCauses["messages"]);
    }

    [Theory]
    [InlineData("llm.input_messages.0.message.tool_calls.1.tool_call.function.name")]
    [InlineData("llm.input_messages.0.message.contents.2.message_content.text")]
    [InlineData("gen_ai.prompt.1.content")]
    public void A_list_inside_that_does_not_start_at_0_has_lost_something(string key) =>
        Assert.Equal("content_dropped", Of((key, "x")).IncompleteCauses["messages"]);

    [Fact]
    public void Dropped_events_matter_to_messages_only_where_those_came_from_events()
    {
        var streamed = Map(("gen_ai.input.messages", Whole));
        streamed.DroppedEvents = 3;
        Assert.Equal(["events"], Detail(streamed).Incomplete);
        var old = Map();
        old.DroppedEvents = 3;
        old.Events.Add(new RawEvent("gen_ai.user.message", 1, new() { ["content"] = "Hi" }));
        Assert.Equal(["events", "messages"], Detail(old).Incomplete);
    }

    [Theory]
    [InlineData("gen_ai.input.messages", """[{"role": "user", "parts": [{"type": "text", "con""", "input")]
    [InlineData("gen_ai.input.messages", "[", "input")]
    [InlineData("gen_ai.input.messages", """[{"role": "user", "parts": [{"type": "text", "content": "a\u26""", "input")]
    [InlineData("langfuse.observation.input", """{"messages": [{"role": "user", "content": "How...""", "input")]
    [InlineData("langfuse.observation.input", """[{"role": "user", "content": "How"}, {"ro...""", "input")]
    [InlineData("input.value", """{"model":"m","messages":[{"role":"user","content":"H""", "input")]
    [InlineData("gen_ai.tool.definitions", """[{"type":"function","name":"w","par""", "attributes/gen_ai.tool.definitions")]
    [InlineData("llm.invocation_parameters", """{"temperature": 0.5, "tools": [{"ty""", "attributes/llm.invocation_parameters")]
    [InlineData("gen_ai.output.messages", """[{"role": "assistant", "par""", "output")]
    public void JSON_that_ends_in_its_middle_was_cut_and_is_still_shown(string key, string text, string field)
    {
        var detail = Of(("gen_ai.operation.name", "chat"), (key, text));
        Assert.Equal([new(field, "content_cut")], detail.IncompleteCauses.Select(pair => pair));
        Assert.Contains(text, detail.Attributes.Values);
    }

    [Theory]
    [InlineData("{name}, how are you?")]
    [InlineData("{")]
    [InlineData("[1] says that")]
    [InlineData("[TODO")]
    [InlineData("{'role': 'user'}")]
    [InlineData("""{"a": 1, "b":""")]
    public void A_text_that_merely_begins_like_JSON_is_a_text(string text)
    {
        var detail = Of(("langfuse.observation.type", "generation"), ("langfuse.observation.input", text));
        Assert.Empty(detail.Incomplete);
        Assert.Equal(("user", text), (Assert.Single(detail.Messages).Role, detail.Messages[0].Content));
    }

    [Fact]
    public void A_flat_text_as_long_as_the_limit_that_another_attribute_shows_was_cut()
    {
        const string Cut = """{"messages":[{"role":"user","content":"how is th""";
        var other = Map([.. Flat(0, 1), ("input.value", Cut)]);
        Assert.Empty(Detail(other).Incomplete);
        var same = Map([.. Flat(0, 1), ("input.value", Cut)]);
        same.Attributes["llm.input_messages.1.message.content"] = new string('x', Cut.Length);
        Assert.Equal("content_cut", Detail(same).IncompleteCauses["attributes/llm.input_messages.1.message.content"]);
    }

    [Fact]
    public void Two_different_texts_that_end_at_one_length_were_cut_there()
    {
        var span = Map(Flat(0, 1));
        span.Attributes["llm.input_messages.0.message.content"] = new string('x', 4096);
        Assert.Empty(Detail(span).Incomplete);
        span = Map(Flat(0, 1));
        span.Attributes["llm.input_messages.0.message.content"] = new string('x', 4096);
        span.Attributes["llm.input_messages.1.message.content"] = new string('y', 4096);
        Assert.Equal(2, Detail(span).Incomplete.Count);
    }

    [Theory]
    [InlineData("""{"question": "how?"}""")]
    [InlineData("""[{"role":"user","content":"Hi"},{"type":"web_search_call","id":"ws"}]""")]
    public void Messages_in_a_form_that_is_not_known_are_said_to_be_unreadable(string json) =>
        Assert.Equal(
            "content_unreadable",
            Of(("langfuse.observation.type", "generation"), ("langfuse.observation.input", json)).IncompleteCauses["input"]
        );

    [Theory]
    [InlineData("gen_ai.request.previous_response.id", "resp_1")]
    [InlineData("gen_ai.conversation.id", "resp_1")]
    [InlineData("gen_ai.input.messages", """[{"role":"tool","parts":[{"type":"tool_call_response","id":"c","response":"4"}]}]""")]
    [InlineData("llm.invocation_parameters", """{"model":"m","previous_response_id":"resp_1"}""")]
    [InlineData("langfuse.observation.input", """{"model":"m","input":"And then?","previous_response_id":"resp_1"}""")]
    public void A_history_that_only_the_provider_has_was_not_recorded(string key, string value) =>
        Assert.Equal("content_not_recorded", Of(("gen_ai.operation.name", "chat"), (key, value)).IncompleteCauses["messages"]);

    [Fact]
    public void Events_without_their_content_were_not_recorded()
    {
        var span = Map();
        span.Events.Add(new RawEvent("gen_ai.user.message", 1, new() { ["gen_ai.system"] = "openai" }));
        Assert.Equal("content_not_recorded", Detail(span).IncompleteCauses["messages"]);
    }

    [Fact]
    public void Calls_and_images_in_flat_attributes_and_events_are_read()
    {
        var openInference = Of(
            ("llm.input_messages.0.message.role", "user"),
            ("llm.input_messages.0.message.contents.0.message_content.type", "text"),
            ("llm.input_messages.0.message.contents.0.message_content.text", "What is it?"),
            ("llm.input_messages.0.message.contents.1.message_content.type", "image"),
            ("llm.input_messages.0.message.contents.1.message_content.image.image.url", "https://example.com/cat.png")
        );
        Assert.Equal(
            ("What is it?", """[{"type":"image_url","image_url":{"url":"https://example.com/cat.png"}}]"""),
            (openInference.Messages[0].Content, openInference.Messages[0].Parts?.GetRawText())
        );
        var traceloop = Of(
            ("gen_ai.prompt.0.role", "user"),
            ("gen_ai.prompt.0.content", """[{"type": "image_url", "image_url": {"url": "https://example.com/cat.png"}}]""")
        );
        Assert.Equal((null, 1), (traceloop.Messages[0].Content, traceloop.Messages[0].Parts?.GetArrayLength()));
        var events = Map();
        events.Events.Add(
            new RawEvent(
                "gen_ai.assistant.message",
                1,
                new() { ["tool_calls"] = """[{"id":"c1","type":"function","function":{"name":"w","arguments":"{}"}}]""" }
            )
        );
        Assert.Equal("c1", Assert.Single(Detail(events).Messages[0].ToolCalls!).Id);
        Assert.All([openInference, traceloop, Detail(events)], detail => Assert.Empty(detail.Incomplete));
    }

    [Fact]
    public void An_instruction_and_tools_beside_the_messages_are_read()
    {
        var agents = Of(
            ("langfuse.observation.input", """[{"role":"user","content":"Hi"}]"""),
            (
                "langfuse.observation.model.parameters",
                """{"instructions":"Be kind.","tools":[{"type":"function","name":"w","parameters":{}}]}"""
            )
        );
        Assert.Equal([("system", "Be kind."), ("user", "Hi")], agents.Messages.Select(m => (m.Role, m.Content)));
        Assert.Equal("w", Assert.Single(agents.Tools).Name);
        var google = Of(
            (
                "langfuse.observation.input",
                """{"config":{"tools":[{"function_declarations":[{"name":"w"}]}]},"contents":[{"role":"user","parts":[{"text":"Hi"}]}]}"""
            )
        );
        Assert.Equal("w", Assert.Single(google.Tools).Name);
        var exported = Of(
            ("langfuse.observation.input", """[{"role":"user","content":"Hi"}]"""),
            ("langfuse.observation.metadata", """{"attributes":{"gen_ai.tool.definitions":"[{\"name\":\"w\"}]"}}""")
        );
        Assert.Equal("w", Assert.Single(exported.Tools).Name);
        Assert.All([agents, google, exported], detail => Assert.Empty(detail.Incomplete));
    }

    [Fact]
    public void Another_form_under_the_platforms_own_name_keeps_its_calls()
    {
        var detail = Of(
            (
                "cozeloop.input.messages",
                """
                [{"role":"assistant","content":null,"tool_calls":[{"id":"c1","function":{"name":"w","arguments":"{}"}}]},
                 {"role":"tool","tool_call_id":"c1","content":"4"}]
                """
            )
        );
        Assert.Equal(("c1", "c1"), (Assert.Single(detail.Messages[0].ToolCalls!).Id, detail.Messages[1].ToolCallId));
    }

    [Theory]
    [InlineData("""[{"type":"web_search_preview"}]""")]
    [InlineData("""[{"type":"web_search_20250305","name":"web_search"}]""")]
    [InlineData("""[{"google_search":{}}]""")]
    public void A_providers_own_tool_cannot_be_offered_by_another(string tools) =>
        Assert.Equal("content_unreadable", Of(("gen_ai.tool.definitions", tools)).IncompleteCauses["tools"]);

    private static (string, string)[] Flat(params int[] numbers) =>
        [
            .. numbers.SelectMany(i =>
                new[] { ($"llm.input_messages.{i}.message.role", "user"), ($"llm.input_messages.{i}.message.content", $"line {i}") }
            ),
        ];

    private static SpanDetail Of(params (string Key, string Value)[] attributes) => Detail(Map(attributes));

    private static RawSpan Map(params (string Key, string Value)[] attributes)
    {
        var span = new RawSpan { Attributes = { ["openinference.span.kind"] = "LLM" } };
        foreach (var (key, value) in attributes)
            span.Attributes[key] = value;
        return span;
    }

    private static SpanDetail Detail(RawSpan span) => SpanDetails.From(SpanMapper.Map(span, new SpanBatch(7, 1, "otlp", default)), []);
}
