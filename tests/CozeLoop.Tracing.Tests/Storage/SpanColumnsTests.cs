using CozeLoop.Chat;
using CozeLoop.Tracing.Spans;
using CozeLoop.Tracing.Storage.ClickHouse;
using Xunit;

namespace CozeLoop.Tracing.Tests.Storage;

public class SpanColumnsTests(TraceStore store)
{
    private sealed record Column(string Name, string Type);

    /// <summary>A column that the record lacks would be stored empty; one that the table lacks would refuse every insert.</summary>
    [Fact]
    public async Task The_record_and_the_migrated_table_agree_in_names_and_types()
    {
        var columns = await store.Store.QueryAsync<Column>("DESCRIBE TABLE spans");
        Assert.Equal(
            columns.OrderBy(c => c.Name, StringComparer.Ordinal),
            SpanColumns.All.Select(c => new Column(c.Name, c.Declared.Type)).OrderBy(c => c.Name, StringComparer.Ordinal)
        );
    }

    [Fact]
    public void A_property_is_a_column_or_made_of_columns_or_not_stored()
    {
        string[] others = [nameof(SpanRecord.Tokens), nameof(SpanRecord.Shortened), nameof(SpanRecord.Incomplete)];
        Assert.Equal(
            typeof(SpanRecord).GetProperties().Select(p => p.Name).Except(others).Order(),
            SpanColumns.All.Select(c => c.Property).Order()
        );
    }

    [Fact]
    public async Task Every_column_is_written_and_read()
    {
        var written = Distinct(store.NextWorkspace());
        await store.InsertAsync(written);

        var read = await ReadAsync(SpanSql.Full, written.WorkspaceId);

        Assert.All(SpanColumns.All, column => Assert.Equal(Value(column, written), Value(column, read)));
        // Two columns with one value could change places unseen; flags have only two.
        var values = SpanColumns.All.Where(column => column.Declared.Type != "UInt8").Select(column => Text(Value(column, written)));
        Assert.Distinct(values);
    }

    [Fact]
    public async Task A_preview_has_what_does_not_grow_with_the_content()
    {
        var written = Distinct(store.NextWorkspace()) with { ToolResult = new string('退', 600) };
        await store.InsertAsync(written);

        var read = await ReadAsync(SpanSql.Preview, written.WorkspaceId);

        Assert.Equal(new string('退', 500), read.ToolResult);
        Assert.Equal(written.ToolArguments, read.ToolArguments);
        string[] absent = ["input", "output", "attributes", "resource", "events", "links", "long_fields"];
        Assert.All(
            SpanColumns.All.Where(column => column.Property != nameof(SpanRecord.ToolResult)),
            column => Assert.Equal(absent.Contains(column.Name) ? Value(column, Empty) : Value(column, written), Value(column, read))
        );
    }

    [Fact]
    public async Task Any_text_is_read_as_it_was_written()
    {
        string text = string.Concat(Enumerable.Repeat("退款 \"quoted\"\n\n;\0\t🙂 ", 5_000));
        var written = TraceStore.Span(store.NextWorkspace(), "trace'1\\/ü", "span'\\1", "parent") with
        {
            Input = text,
            Tags = ["a", "退款", ""],
            PromptVariables = new Dictionary<string, string> { ["name"] = "Anna", [""] = "" },
            CostUsd = 0.000000123456m,
            Tokens = new TokenUsage { Input = 1, CacheRead = 0 },
        };
        await store.InsertAsync(written);

        var read = Assert.Single(await store.Traces.SpansOfAsync(written.WorkspaceId, [written.TraceId], "1", default));

        Assert.All(SpanColumns.All, column => Assert.Equal(Value(column, written), Value(column, read)));
        Assert.Equal(new TokenUsage { Input = 1, CacheRead = 0 }, read.Tokens);
    }

    [Fact]
    public async Task Spans_from_before_level_and_version_have_the_level_that_their_status_says()
    {
        const string File = ".0006_level_version.sql";
        var assembly = typeof(SpanRecord).Assembly;
        string name = assembly.GetManifestResourceNames().Single(n => n.EndsWith(File, StringComparison.Ordinal));
        using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
        string alter = (await reader.ReadToEndAsync()).Replace("spans${on_cluster}", "spans_of_before", StringComparison.Ordinal);
        await store.Store.ExecuteAsync(
            "CREATE TABLE spans_of_before ENGINE = MergeTree ORDER BY status AS SELECT arrayJoin(['error', 'ok', 'unset']) AS status"
        );

        await store.Store.ExecuteAsync(alter);

        var rows = await store.Store.QueryAsync<Old>("SELECT status, level, version FROM spans_of_before ORDER BY status");
        Assert.Equal([new("error", "ERROR", ""), new("ok", "DEFAULT", ""), new("unset", "DEFAULT", "")], rows);
        await store.Store.ExecuteAsync("DROP TABLE spans_of_before");
    }

    private sealed record Old(string Status, string Level, string Version);

    private async Task<SpanRecord> ReadAsync(string columns, long workspace) =>
        Assert.Single(await store.Store.QueryAsync<SpanRecord>($"SELECT {columns} FROM spans WHERE workspace_id = {workspace}"));

    private static SpanRecord Empty => TraceStore.Span(0, "", "") with { Input = "", Output = "" };

    /// <summary>A value in every column, and no two alike but the flags.</summary>
    private static SpanRecord Distinct(long workspace)
    {
        var span = TraceStore.Span(workspace, $"trace of {workspace}", "");
        foreach (var (number, column) in SpanColumns.All.Index())
            Fill(span, column, column.Name, number + 2);
        return span with { WorkspaceId = workspace, StartUnixNano = TraceStore.Midnight + 123_456_789 };
    }

    private static void Fill(SpanRecord span, SpanColumn column, string text, int number)
    {
        var property = typeof(SpanRecord).GetProperty(column.Property)!;
        object value = property.GetValue(span) switch
        {
            bool => true,
            int => number,
            long => TraceStore.Midnight + number,
            IReadOnlyList<string> => new[] { text, $"another {text}" },
            IReadOnlyDictionary<string, string> => new Dictionary<string, string> { [$"key of {text}"] = $"value of {text}" },
            string => $"value of {text}",
            _ when property.PropertyType == typeof(decimal?) => number + 0.000_000_123_456m,
            _ when property.PropertyType == typeof(long?) => (long)number,
            _ => throw new InvalidOperationException($"Nothing to put into {column.Property}."),
        };
        property.SetValue(span, value);
    }

    private static object? Value(SpanColumn column, SpanRecord span) => typeof(SpanRecord).GetProperty(column.Property)!.GetValue(span);

    private static string Text(object? value) => value as string ?? System.Text.Json.JsonSerializer.Serialize(value);

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
