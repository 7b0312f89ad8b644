using System.Text;
using System.Text.Json;
using CozeLoop.Chat;
using CozeLoop.Contracts.Api;
using CozeLoop.Contracts.Messages;
using CozeLoop.Testing;
using CozeLoop.Tracing.Imports;
using CozeLoop.Tracing.Ingest.Dialects;
using CozeLoop.Tracing.Spans;
using CozeLoop.Tracing.Tests.Ingest;
using Microsoft.Extensions.Options;
using Xunit;

namespace CozeLoop.Tracing.Tests.Imports;

/// <summary>Expected values were counted in the ten files of data/traces by eye and by a script of their own.</summary>
public sealed class LangfuseImportTests
{
    private static async Task<(
        IReadOnlyDictionary<string, SpanRecord> Spans,
        ImportResult Result,
        IReadOnlyList<Score> Scores
    )> ImportAsync(string json)
    {
        var broker = new BrokerFake();
        var importer = new LangfuseImporter(new ImportWriter(Captures.Receiver(broker), broker), Options.Create(new ImportOptions()));
        var outcome = await importer.ImportAsync(7, new MemoryStream(Encoding.UTF8.GetBytes(json)), TestContext.Current.CancellationToken);
        var scores = broker
            .Published.Where(m => m.Topic == Topics.Scores)
            .SelectMany(m => JsonSerializer.Deserialize<ScoresRecorded>(m.Body.Span, Contracts.Json.Compact)!.Scores)
            .ToList();
        return (broker.Spans.ToDictionary(s => s.SpanId), Assert.IsType<ImportOutcome.Done>(outcome).Result, scores);
    }

    private static async Task<(
        IReadOnlyDictionary<string, SpanRecord> Spans,
        ImportResult Result,
        IReadOnlyList<Score> Scores
    )> ImportFileAsync(string file)
    {
        string? path = SharedFolder.Find($"data/traces/{file}.json");
        Assert.SkipWhen(path is null, $"The recorded trace ({file}) is not beside this repository.");
        return await ImportAsync(await File.ReadAllTextAsync(path!, TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData("agno-2025-06-11", 6, 4, 1, 0, "gpt-4o-mini", 2936L, 903L)]
    [InlineData("autogen-2025-06-06", 2, 1, 1, 0, "gpt-4o", 41L, 3L)]
    [InlineData("crewai-2025-07-11", 6, 1, 0, 2, "gpt-4o-mini", 190L, 164L)]
    [InlineData("google-adk-2025-08-28", 5, 2, 1, 2, "gemini-2.0-flash", 67L, 9L)]
    [InlineData("google-gemini-2025-08-01", 1, 1, 0, 2, "gemini-2.5-flash", 6L, 951L)]
    [InlineData("langgraph-python-2025-08-22", 9, 2, 0, 2, "gpt-4o-2024-08-06", 168L, 66L)]
    [InlineData("llamaindex-2025-06-05", 2, 1, 1, 0, "gpt-4o", 13L, 81L)]
    [InlineData("microsoft-agent-2025-12-17", 4, 2, 0, 3, "gpt-5-mini-2025-08-07", 293L, 106L)]
    [InlineData("openai-agents-2025-09-30", 5, 2, 0, 2, "gpt-4.1-2025-04-14", 140L, 44L)]
    [InlineData("pydantic-ai-tools-2025-12-04", 12, 4, 0, 0, "gpt-4o-mini-2024-07-18", 1315L, 209L)]
    public async Task Every_file_gives_its_spans_models_tokens_and_scores(
        string file,
        int count,
        int models,
        int sessions,
        int scored,
        string model,
        long input,
        long output
    )
    {
        var (spans, result, scores) = await ImportFileAsync(file);
        Assert.Equal((1, count, sessions, scored), (result.Traces, result.Spans, result.Sessions, result.Scores));
        Assert.Empty(result.Warnings);
        Assert.Equal(count, spans.Count);
        Assert.Equal(scored, scores.Count);
        var calls = spans.Values.Where(s => s.Kind == "model").ToList();
        Assert.Equal(models, calls.Count);
        Assert.All(calls, s => Assert.Equal(model, s.Model));
        Assert.Equal((input, output), (spans.Values.Sum(s => s.Tokens.Input ?? 0), spans.Values.Sum(s => s.Tokens.Output ?? 0)));
        Assert.All(calls, s => Assert.True(s.CostUsd > 0));
        Assert.All(calls, s => Assert.NotEmpty(s.Chat().Messages));
        Assert.All(calls, s => Assert.NotEmpty(s.Chat().OutputMessages));
        Assert.Single(spans.Values, s => s.ParentSpanId.Length == 0);
        Assert.All(spans.Values.Where(s => s.ParentSpanId.Length > 0), s => Assert.Contains(s.ParentSpanId, spans.Keys));
        Assert.All(spans.Values, s => Assert.False(s.TimeUnknown));
    }

    [Fact]
    public async Task Reasoning_within_the_output_is_told_apart()
    {
        var span = (await ImportFileAsync("google-gemini-2025-08-01")).Spans["b7a63ca7e1d083bc"];
        // output 2,055 of which 1,104 reasoning; total 2,061 = 6 + 2,055
        Assert.Equal(
            new TokenUsage
            {
                Input = 6,
                Output = 951,
                Reasoning = 1104,
            },
            span.Tokens
        );
        Assert.Equal(0.005139299999m, span.CostUsd);
    }

    [Fact]
    public async Task Tools_among_LangChains_messages_are_tools_and_its_calls_are_calls()
    {
        var (spans, _, _) = await ImportFileAsync("langgraph-python-2025-08-22");
        ChatForm first = spans["4f6535aaebcda355"].Chat(),
            second = spans["5ba09605e0929d78"].Chat();
        Assert.Equal(["user", "user"], first.Messages.Select(m => m.Role));
        Assert.Equal("Web-Search", Assert.Single(first.Tools).Name);
        Assert.Equal(
            ("Web-Search", "{\"query\":\"example\"}"),
            (first.OutputMessages[0].ToolCalls![0].Name, first.OutputMessages[0].ToolCalls![0].Arguments)
        );
        Assert.Equal(["user", "user", "assistant", "tool"], second.Messages.Select(m => m.Role));
        Assert.StartsWith("The search for \"example\"", second.OutputMessages[0].Content, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Times_user_session_and_tags_are_kept()
    {
        var (spans, result, _) = await ImportFileAsync("autogen-2025-06-06");
        var root = spans["95f4f51edeb603d9"];
        Assert.Equal(1749209493965000000, root.StartUnixNano);
        Assert.Equal(645_000_000, root.DurationNano);
        Assert.Equal(
            ("user_123", "session_abc", "default", "1b72c51fabed12ae7df83bfd4a09f545"),
            (root.UserId, root.SessionId, root.Environment, root.TraceId)
        );
        Assert.Equal(["autogen", "dev"], root.Tags);
        Assert.Equal(("Say 'Hello World!'", "Hello World!"), (root.Input, root.Output));
        Assert.Equal(new DateTimeOffset(2025, 6, 6, 11, 31, 33, 965, TimeSpan.Zero), result.From);
        Assert.True(result.To > new DateTimeOffset(2025, 6, 6, 11, 31, 34, 610, TimeSpan.Zero));
    }

    [Fact]
    public async Task An_agent_that_repeats_its_calls_usage_is_not_counted_again()
    {
        var (spans, _, scores) = await ImportFileAsync("microsoft-agent-2025-12-17");
        var agent = spans["4cd6caa32861956a"];
        Assert.Equal(("agent", "gpt-5-mini"), (agent.Kind, agent.Model));
        Assert.Equal(new TokenUsage(), agent.Tokens);
        Assert.Null(agent.CostUsd);
        Assert.Equal(0.00028525m, spans.Values.Sum(s => s.CostUsd)); // 0.00019125 + 0.000094
        Assert.Equal(["correctness", "hallucination", "toxicity"], scores.Select(s => s.Name).Order());
        Assert.Equal(0.9, scores.Single(s => s.Name == "hallucination").Value);
        Assert.All(scores, s => Assert.Equal(("8e419d3288419b5d944270505640e183", "import"), (s.TraceId, s.Source)));
    }

    [Fact]
    public async Task Observations_beside_the_trace_have_their_messages_and_tools()
    {
        var (spans, _, _) = await ImportFileAsync("pydantic-ai-tools-2025-12-04");
        var chat = spans["8976b072313c51f2"].Chat();
        Assert.Equal("system", chat.Messages[0].Role);
        Assert.StartsWith("You are a creative joke writer.", chat.Messages[0].Content, StringComparison.Ordinal);
        Assert.Equal("Why do programmers hate nature?  \nIt has too many bugs!", Assert.Single(chat.OutputMessages).Content);
        Assert.Equal("final_result", Assert.Single(Assert.Single(spans["eb0cc14cf7943ad5"].Chat().OutputMessages).ToolCalls!).Name);
        var tool = spans["02d7769b76595f0b"];
        Assert.Equal(
            ("tool", "Dad joke idea: Use a classic setup-punchline format about 'programming' with a groan-worthy twist"),
            (tool.Kind, tool.ToolResult)
        );
        Assert.Equal(["example", "joke-generator"], spans["00d3f40ee8e3b716"].Tags);
    }

    [Fact]
    public async Task Free_text_ids_stay_what_they_were()
    {
        const string Json = """
            {"trace":{"id":"my-trace","name":"t","timestamp":"2025-01-01T00:00:00Z","observations":[
              {"id":"A","type":"SPAN","name":"outer","startTime":"2025-01-01T00:00:00Z","endTime":"2025-01-01T00:00:01Z"},
              {"id":"B","parentObservationId":"A","type":"GENERATION","name":"call","startTime":"2025-01-01T00:00:00Z",
               "level":"ERROR","statusMessage":"refused","input":"\"\\\"hi\\\"\"","usageDetails":{"input":3}},
              {"type":"SPAN","name":"no id"}]}}
            """;
        var (spans, result, _) = await ImportAsync(Json);
        Assert.Equal(["A", "B"], spans.Keys.Order());
        Assert.Equal(
            ("my-trace", "A", "error", "refused", "hi"),
            (spans["B"].TraceId, spans["B"].ParentSpanId, spans["B"].Status, spans["B"].StatusMessage, spans["B"].Input)
        );
        Assert.Null(spans["B"].DurationNano);
        Assert.Null(spans["B"].CostUsd);
        Assert.Equal(["An observation without an id was left out."], result.Warnings);
    }

    [Fact]
    public async Task An_observation_has_its_level_and_its_own_version_or_its_traces()
    {
        const string Json = """
            {"trace":{"id":"t","timestamp":"2025-01-01T00:00:00Z","version":"1","observations":[
              {"id":"A","type":"SPAN","name":"outer","startTime":"2025-01-01T00:00:00Z","level":"WARNING","version":null},
              {"id":"B","parentObservationId":"A","type":"SPAN","name":"inner","startTime":"2025-01-01T00:00:00Z","version":"2"}]}}
            """;
        var (spans, _, _) = await ImportAsync(Json);
        Assert.Equal(("1", "WARNING"), (spans["A"].Version, spans["A"].Level));
        Assert.Equal(("2", "DEFAULT"), (spans["B"].Version, spans["B"].Level));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("{\"trace\":5}")]
    [InlineData("{\"trace\":{\"name\":\"x\"}}")]
    public async Task What_is_no_export_is_refused(string json)
    {
        var broker = new BrokerFake();
        var importer = new LangfuseImporter(new ImportWriter(Captures.Receiver(broker), broker), Options.Create(new ImportOptions()));
        var outcome = await importer.ImportAsync(7, new MemoryStream(Encoding.UTF8.GetBytes(json)), TestContext.Current.CancellationToken);
        Assert.IsType<ImportOutcome.Unusable>(outcome);
        Assert.Empty(broker.Published);
    }
}
