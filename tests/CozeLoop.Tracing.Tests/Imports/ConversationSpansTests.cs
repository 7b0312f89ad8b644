using System.Text.Json;
using System.Text.RegularExpressions;
using CozeLoop.Chat;
using CozeLoop.Contracts.Otlp;
using CozeLoop.Testing;
using CozeLoop.Tracing.Imports;
using CozeLoop.Tracing.Spans;
using CozeLoop.Tracing.Tests.Ingest;
using Xunit;

namespace CozeLoop.Tracing.Tests.Imports;

public sealed class ConversationSpansTests
{
    private const long Start = 1_700_000_000_000_000_000;
    private static readonly ConversationImport Plain = new("7", null, false, null);

    private static async Task<IReadOnlyList<SpanRecord>> StoredAsync(string line, ConversationImport? import = null)
    {
        var conversation = Assert.Single((await ConversationFiles.ReadAsync(line)).Conversations);
        return await StoredAsync(new ConversationSpans(conversation, Start, import ?? Plain).Write());
    }

    private static async Task<IReadOnlyList<SpanRecord>> StoredAsync(IEnumerable<OtlpSpan> spans)
    {
        var broker = new BrokerFake();
        var tally = new ImportTally();
        var writer = new ImportWriter(Captures.Receiver(broker), broker);
        Assert.Null(await writer.WriteSpansAsync(7, spans, tally, TestContext.Current.CancellationToken));
        Assert.Empty(tally.Warnings);
        return broker.Spans;
    }

    private const string TwoTurns = """
        {"conversation_id":"c1","task_id":3,"success":1.0,"messages":[
        {"role":"system","content":"Be kind."},
        {"role":"user","content":"Where is 4711?"},
        {"role":"assistant","content":null,"tool_calls":[
        {"id":"x","type":"function","function":{"name":"look_up","arguments":"{\"n\":1}"}},
        {"id":"x","type":"function","function":{"name":"look_up","arguments":"{\"n\":2}"}}]},
        {"role":"tool","tool_call_id":"x","name":"look_up","content":"one"},
        {"role":"tool","tool_call_id":"x","name":"look_up","content":"two"},
        {"role":"assistant","content":"It is on its way."},
        {"role":"user","content":"Thanks!"}]}
        """;

    [Fact]
    public async Task A_user_line_is_a_trace_an_answer_a_model_span_and_a_call_a_tool_span()
    {
        var spans = await StoredAsync(TwoTurns.ReplaceLineEndings(""));
        Assert.Equal(["agent", "model", "tool", "tool", "model", "agent"], spans.Select(s => s.Kind));
        Assert.Equal([1, 1, 1, 1, 1, 2], spans.Select(s => s.Turn));
        Assert.Equal(2, spans.Select(s => s.TraceId).Distinct().Count());
        Assert.All(spans, s => Assert.Equal(("c1", "3", "import", "cozeloop/1"), (s.SessionId, s.TaskId, s.Source, s.Dialect)));
        Assert.Equal(("Where is 4711?", "It is on its way."), (spans[0].Input, spans[0].Output));
        Assert.All(spans.Skip(1).Take(4), s => Assert.Equal(spans[0].SpanId, s.ParentSpanId));
    }

    [Fact]
    public async Task A_trailing_user_line_is_a_trace_without_an_answer()
    {
        var last = (await StoredAsync(TwoTurns.ReplaceLineEndings("")))[^1];
        Assert.Equal(("agent", "Thanks!", "", ""), (last.Kind, last.Input, last.Output, last.OutputPreview));
    }

    [Fact]
    public async Task Results_are_paired_by_position_because_ids_repeat()
    {
        var tools = (await StoredAsync(TwoTurns.ReplaceLineEndings(""))).Where(s => s.Kind == "tool").ToList();
        Assert.Equal(
            [("look_up", "x", "{\"n\":1}", "one"), ("look_up", "x", "{\"n\":2}", "two")],
            tools.Select(t => (t.ToolName, t.ToolCallId, t.ToolArguments, t.ToolResult))
        );
    }

    [Theory]
    [InlineData("c2:BERGEN 7,c1:OSLO 4", "OSLO 4", "BERGEN 7")]
    [InlineData("c2:BERGEN 7", "", "BERGEN 7")]
    [InlineData("c1:OSLO 4", "OSLO 4", "")]
    public async Task Results_in_another_order_are_paired_by_their_ids_and_a_missing_one_is_none(string results, string oslo, string bergen)
    {
        string calls = string.Join(
            ',',
            new[] { "c1", "c2" }.Select(id => $$$"""{"id":"{{{id}}}","function":{"name":"w","arguments":"{}"}}""")
        );
        string tools = string.Concat(
            results
                .Split(',')
                .Select(r => r.Split(':'))
                .Select(r => $$""",{"role":"tool","tool_call_id":"{{r[0]}}","content":"{{r[1]}}"}""")
        );
        var spans = await StoredAsync(
            $$"""{"messages":[{"role":"user","content":"both"},{"role":"assistant","tool_calls":[{{calls}}]}{{tools}}]}"""
        );
        Assert.Equal([oslo, bergen], spans.Where(s => s.Kind == "tool").Select(s => s.ToolResult));
    }

    [Theory]
    [InlineData("\u2028")]
    [InlineData("\u2029")]
    [InlineData("\u0085")]
    [InlineData("\\u000b\\f\\r")]
    public async Task Only_a_line_feed_ends_a_line(string separator)
    {
        string line = $$"""{"messages":[{"role":"user","content":"from{{separator}}a page"}]}""";
        var (conversations, warnings) = await ConversationFiles.ReadAsync($"{line}\r\n{line}\n");
        Assert.Empty(warnings);
        Assert.Equal(2, conversations.Count);
        Assert.All(conversations, c => Assert.Equal($"from{Regex.Unescape(separator)}a page", c.Messages[0].Content));
    }

    [Fact]
    public async Task A_line_with_something_that_is_no_message_is_left_out_with_a_warning()
    {
        var (conversations, warnings) = await ConversationFiles.ReadAsync(
            """{"messages":[{"role":"user","content":"Hi"},{"type":"item_reference","id":"m"}]}"""
        );
        Assert.Empty(conversations);
        Assert.Equal(["Line 1 was left out: it has an item that is no message."], warnings);
    }

    [Fact]
    public async Task A_model_span_has_exactly_what_it_was_given()
    {
        var models = (await StoredAsync(TwoTurns.ReplaceLineEndings(""))).Where(s => s.Kind == "model").Select(Captures.Chat).ToList();
        Assert.Equal(["system", "user"], models[0].Messages.Select(m => m.Role));
        Assert.Equal(2, Assert.Single(models[0].OutputMessages).ToolCalls!.Count);
        Assert.Equal(["system", "user", "assistant", "tool", "tool"], models[1].Messages.Select(m => m.Role));
        Assert.Null(models[1].Messages[2].Content);
        Assert.Equal(
            ("x", "two", "look_up"),
            (models[1].Messages[4].ToolCallId, models[1].Messages[4].Content, models[1].Messages[4].Name)
        );
        Assert.Equal("It is on its way.", Assert.Single(models[1].OutputMessages).Content);
    }

    [Fact]
    public async Task No_time_model_usage_or_cost_is_made_up_and_order_is_kept()
    {
        var spans = await StoredAsync(TwoTurns.ReplaceLineEndings(""));
        Assert.All(
            spans,
            s =>
            {
                Assert.True(s.TimeUnknown);
                Assert.Null(s.DurationNano);
                Assert.Equal(("", ""), (s.Model, s.Provider));
                Assert.Equal(new TokenUsage(), s.Tokens);
                Assert.Null(s.CostUsd);
                Assert.False(s.Sample);
            }
        );
        Assert.Equal(spans.Select(s => s.StartUnixNano).Order().Distinct(), spans.Select(s => s.StartUnixNano));
    }

    [Fact]
    public async Task The_same_line_again_gives_the_same_identities_and_another_line_others()
    {
        string line = TwoTurns.ReplaceLineEndings("");
        var first = (await StoredAsync(line)).Select(s => (s.StartUnixNano, s.TraceId, s.SpanId)).ToList();
        Assert.Equal(first, (await StoredAsync(line)).Select(s => (s.StartUnixNano, s.TraceId, s.SpanId)));
        Assert.Equal(first.Count, first.Distinct().Count());
        var other = await StoredAsync(line.Replace("Thanks!", "Thanks.", StringComparison.Ordinal));
        Assert.Empty(other.Select(s => s.TraceId).Intersect(first.Select(f => f.TraceId)));
    }

    [Fact]
    public async Task Tools_and_the_sample_mark_travel_with_the_spans()
    {
        string tools = JsonSerializer.Serialize(new[] { new ChatTool("look_up", "Finds an order", null) }, Contracts.Json.Compact);
        var spans = await StoredAsync(TwoTurns.ReplaceLineEndings(""), new ConversationImport("7", "shop", true, tools));
        Assert.All(spans, s => Assert.True(s.Sample));
        Assert.Equal("shop", spans[0].Name);
        Assert.All(
            spans.Where(s => s.Kind == "model"),
            s => Assert.Equal(("look_up", "Finds an order"), (Assert.Single(s.Chat().Tools).Name, s.Chat().Tools[0].Description))
        );
    }

    [Fact]
    public async Task Lines_that_are_no_conversation_become_warnings_and_the_rest_stays()
    {
        var (conversations, warnings) = await ConversationFiles.ReadAsync(
            "nonsense\n\n{\"messages\":[]}\n"
                + TwoTurns.ReplaceLineEndings("")
                + "\n{\"messages\":[{\"role\":\"wizard\",\"content\":\"a\"}]}"
        );
        Assert.Equal("c1", Assert.Single(conversations).Id);
        Assert.Equal(
            [
                "Line 1 was left out: it is not a JSON object.",
                "Line 3 was left out: it has no messages.",
                "Line 5 was left out: the role 'wizard' is unknown.",
            ],
            warnings
        );
    }

    [Fact]
    public async Task The_hundred_recorded_conversations_have_the_counted_spans()
    {
        string? path = SharedFolder.Find("data/conversations/airline-support-gpt-4o.jsonl");
        Assert.SkipWhen(path is null, "The recorded conversations are not beside this repository.");
        var (conversations, warnings) = await ConversationFiles.ReadAsync(
            await File.ReadAllTextAsync(path!, TestContext.Current.CancellationToken)
        );
        Assert.Empty(warnings);
        var spans = await StoredAsync(conversations.SelectMany((c, i) => new ConversationSpans(c, Start + i * 1_000_000, Plain).Write()));

        // Counted in the file: 757 user lines, 1,229 assistant messages, 572 tool calls, 76 conversations that end with a user line.
        Assert.Equal(
            (757, 1229, 572),
            (spans.Count(s => s.Kind == "agent"), spans.Count(s => s.Kind == "model"), spans.Count(s => s.Kind == "tool"))
        );
        Assert.Equal(757, spans.Select(s => s.TraceId).Distinct().Count());
        Assert.Equal((100, 50), (spans.Select(s => s.SessionId).Distinct().Count(), spans.Select(s => s.TaskId).Distinct().Count()));
        Assert.Equal(2558, spans.Select(s => s.SpanId).Distinct().Count());
        Assert.Equal(43, conversations.Sum(c => c.Success));

        var first = spans.Where(s => s.SessionId == "airline-0-0").OrderBy(s => s.StartUnixNano).ToList();
        Assert.Equal("Hi! I'm looking to book a flight from New York to Seattle on May 20th.", first[0].Input);
        Assert.Equal("Thank you so much for your help! ###STOP###", first[^1].Input);
        Assert.Equal("", first[^1].Output);
        var calculation = first.Single(s => s.ToolName == "calculate" && s.ToolArguments == "{\"expression\":\"152 + 103\"}");
        Assert.Equal(("255.0", "call_oIHazX6yQrB8hUwl4cRilFKj"), (calculation.ToolResult, calculation.ToolCallId));
        // The third turn's last answer was given the policy and nine more messages.
        Assert.Equal(10, first.Last(s => s.Kind == "model" && s.Turn == 3).Chat().Messages.Count);
    }
}
