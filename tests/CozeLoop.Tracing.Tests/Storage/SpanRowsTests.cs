using CozeLoop.Contracts.Chat;
using CozeLoop.Tracing.Storage.ClickHouse;
using Xunit;

namespace CozeLoop.Tracing.Tests.Storage;

public class SpanRowsTests(TraceStore store)
{
    private sealed record Column(string Name);

    [Fact]
    public async Task Every_column_of_the_table_is_written()
    {
        var columns = await store.Store.QueryAsync<Column>(
            "SELECT name FROM system.columns WHERE table = 'spans' AND database = currentDatabase()"
        );
        using var block = SpanRows.Encode([TraceStore.Span(1, "t", "s")]);
        string text = System.Text.Encoding.Latin1.GetString(block.Encode().Span);
        Assert.NotEmpty(columns);
        Assert.All(columns, c => Assert.Contains((char)c.Name.Length + c.Name, text, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Everything_written_is_read_again()
    {
        long workspace = store.NextWorkspace();
        string longText = string.Concat(Enumerable.Repeat("退款 \"quoted\"\n\n;\0\t🙂 ", 5_000));
        var written = TraceStore.Span(workspace, "trace'1\\/ü", "span'\\1", "parent") with
        {
            StartUnixNano = TraceStore.Midnight + 123_456_789,
            DurationNano = 987_654_321,
            StatusMessage = "message",
            Status = "error",
            Release = "r1",
            Service = "svc",
            UserId = "anna",
            SessionId = "session",
            Tags = ["a", "退款", ""],
            PromptKey = "key",
            PromptVersion = "3",
            PromptVariables = new Dictionary<string, string> { ["name"] = "Anna", [""] = "" },
            Model = "gpt-4o",
            Provider = "openai",
            Parameters = """{"temperature":0.5}""",
            Input = longText,
            Output = "out",
            InputPreview = "in…",
            OutputPreview = "out…",
            ToolName = "tool",
            ToolCallId = "call",
            ToolArguments = "{}",
            ToolResult = "result",
            Tokens = new TokenUsage
            {
                Input = 1,
                Output = 2,
                CacheRead = 0,
                CacheWrite = 4,
                Reasoning = 5,
            },
            TokenRule = "exclusive",
            CostUsd = 0.000000123456m,
            PriceRow = "row",
            TimeToFirstTokenNano = 42,
            ScopeName = "scope",
            ScopeVersion = "1.0",
            Attributes = new Dictionary<string, string> { ["k"] = "v", ["empty"] = "" },
            Resource = new Dictionary<string, string> { ["service.name"] = "svc" },
            Events = """[{"name":"e","timeUnixNano":7,"attributes":{"a":"b"}}]""",
            Links = "[]",
            Dialect = "d/1",
            Source = "otlp",
            ReplayOfTraceId = "ot",
            ReplayOfSpanId = "os",
            RunId = "run",
            TaskId = "task",
            Turn = 3,
            Simulated = true,
        };
        await store.InsertAsync(written);

        var row = Assert.Single(await store.Traces.SpansOfAsync(workspace, [written.TraceId], "1", default));

        Assert.Equal(
            (
                written.TraceId,
                written.SpanId,
                written.ParentSpanId,
                written.Name,
                written.Kind,
                written.StartUnixNano,
                written.DurationNano,
                written.Status,
                written.StatusMessage
            ),
            (row.TraceId, row.SpanId, row.ParentSpanId, row.Name, row.Kind, row.StartNano, row.DurationNano, row.Status, row.StatusMessage)
        );
        Assert.Equal(
            (written.Environment, written.Release, written.Service, written.UserId, written.SessionId),
            (row.Environment, row.Release, row.Service, row.UserId, row.SessionId)
        );
        Assert.Equal(written.Tags, row.Tags);
        Assert.Equal(
            (written.PromptKey, written.PromptVersion, written.Model, written.Provider, written.Parameters),
            (row.PromptKey, row.PromptVersion, row.Model, row.Provider, row.Parameters)
        );
        Assert.Equal(written.PromptVariables, row.PromptVariables);
        Assert.Equal(
            (written.Input, written.Output, written.InputPreview, written.OutputPreview),
            (row.Input, row.Output, row.InputPreview, row.OutputPreview)
        );
        Assert.Equal(
            (written.ToolName, written.ToolCallId, written.ToolArguments, written.ToolResult),
            (row.ToolName, row.ToolCallId, row.ToolArguments, row.ToolResult)
        );
        Assert.Equal(written.Tokens, row.ToUsage());
        Assert.Equal(
            (written.TokenRule, written.CostUsd, written.TimeToFirstTokenNano),
            (row.TokenRule, row.CostUsd, row.TimeToFirstTokenNano)
        );
        Assert.Equal(
            (written.ScopeName, written.ScopeVersion, written.Events, written.Links, written.Dialect, written.Source),
            (row.ScopeName, row.ScopeVersion, row.Events, row.Links, row.Dialect, row.Source)
        );
        Assert.Equal(written.Attributes, row.Attributes);
        Assert.Equal(written.Resource, row.Resource);
        Assert.Equal(
            (written.ReplayOfTraceId, written.ReplayOfSpanId, written.RunId, written.TaskId, written.Turn, 1),
            (row.ReplayOfTraceId, row.ReplayOfSpanId, row.RunId, row.TaskId, row.Turn, row.Simulated)
        );
    }

    [Fact]
    public async Task One_insert_may_span_years()
    {
        long workspace = store.NextWorkspace();
        await store.InsertAsync([
            .. Enumerable.Range(0, 150).Select(day => TraceStore.Span(workspace, $"t{day:d3}", "s", at: -86_400.0 * day)),
        ]);
        var year = TraceStore.Day(workspace) with { Range = new(0, long.MaxValue) };
        Assert.Equal(
            [.. Enumerable.Range(0, 150).Select(day => $"t{day:d3}")],
            (await store.List.ReadAsync(year, 500, null, default)).Items.Select(t => t.TraceId)
        );
    }

    [Fact]
    public async Task What_is_unknown_stays_unknown()
    {
        long workspace = store.NextWorkspace();
        await store.InsertAsync(TraceStore.Span(workspace, "t", "s") with { DurationNano = null, TimeUnknown = true });

        var span = Assert.Single(Assert.Single(await store.Traces.ReadAsync(workspace, ["t"], full: true, default)).Spans);

        Assert.Null(span.StartTime);
        Assert.Equal(TraceStore.Midnight, span.StartUnixNano);
        Assert.Null(span.DurationMs);
        Assert.Null(span.CostUsd);
        Assert.Equal(new TokenUsage(), span.Tokens);
        Assert.Null(span.TimeToFirstTokenMs);
    }
}
