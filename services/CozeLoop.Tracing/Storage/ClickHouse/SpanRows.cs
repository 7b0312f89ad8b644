using CozeLoop.Platform.ClickHouse;
using CozeLoop.Tracing.Spans;

namespace CozeLoop.Tracing.Storage.ClickHouse;

/// <summary>Span records as a Native block of table <c>spans</c>. A column missing here would be stored empty: a test compares with the
/// migration.</summary>
internal static class SpanRows
{
    /// <summary>
    /// What an insert names: the engine by itself refuses more than 100 days (partitions) at once, and a queue may still hold what an older
    /// version took.
    /// </summary>
    public const string Table = "spans SETTINGS max_partitions_per_insert_block = 0";

    /// <summary>
    /// The same where the engine is to watch that an insert has no more days than <see cref="PastSpanWriter.DaysAtOnce"/>.
    /// </summary>
    public const string FewDaysTable = "spans SETTINGS max_partitions_per_insert_block = 8, throw_on_max_partitions_per_insert_block = 1";
    public const string Time = "DateTime64(9, 'UTC')";
    private const decimal CostScale = 1_000_000_000_000m;

    // The column's range; what a client claims beyond it is no cost, and stays readable in the attributes.
    private const decimal CostLimit = 900_000m;

    public static NativeBlock<SpanRecord> Encode(IReadOnlyList<SpanRecord> spans)
    {
        var block = new NativeBlock<SpanRecord>(spans);
        WriteIdentity(block);
        WriteContext(block);
        WriteContent(block);
        WriteUsage(block);
        WriteOrigin(block);
        return block;
    }

    private static void WriteIdentity(NativeBlock<SpanRecord> block) =>
        block
            .Int64s("workspace_id", "Int64", s => s.WorkspaceId)
            .Strings("trace_id", s => s.TraceId)
            .Strings("span_id", s => s.SpanId)
            .Strings("parent_span_id", s => s.ParentSpanId)
            .Strings("name", s => s.Name)
            .Strings("kind", s => s.Kind)
            .Int64s("start", Time, s => s.StartUnixNano)
            .NullableInt64s("duration", "Int64", s => s.DurationNano)
            .Flags("time_unknown", s => s.TimeUnknown)
            .Int64s("received", Time, s => s.ReceivedUnixNano)
            .Strings("status", s => s.Status)
            .Strings("status_message", s => s.StatusMessage);

    private static void WriteContext(NativeBlock<SpanRecord> block) =>
        block
            .Strings("environment", s => s.Environment)
            .Strings("release", s => s.Release)
            .Strings("service", s => s.Service)
            .Strings("user_id", s => s.UserId)
            .Strings("session_id", s => s.SessionId)
            .StringArrays("tags", s => s.Tags)
            .Strings("prompt_key", s => s.PromptKey)
            .Strings("prompt_version", s => s.PromptVersion)
            .StringMaps("prompt_variables", s => s.PromptVariables)
            .Strings("model", s => s.Model)
            .Strings("provider", s => s.Provider)
            .Strings("parameters", s => s.Parameters);

    private static void WriteContent(NativeBlock<SpanRecord> block) =>
        block
            .Strings("input", s => s.Input)
            .Strings("output", s => s.Output)
            .Strings("input_preview", s => s.InputPreview)
            .Strings("output_preview", s => s.OutputPreview)
            .Strings("tool_name", s => s.ToolName)
            .Strings("tool_call_id", s => s.ToolCallId)
            .Strings("tool_arguments", s => s.ToolArguments)
            .Strings("tool_result", s => s.ToolResult)
            .StringMaps("attributes", s => s.Attributes)
            .StringMaps("resource", s => s.Resource)
            .Strings("events", s => s.Events)
            .Strings("links", s => s.Links)
            .StringMaps("long_fields", s => s.LongFields);

    private static void WriteUsage(NativeBlock<SpanRecord> block) =>
        block
            .NullableInt64s("tokens_input", "Int64", s => s.Tokens.Input)
            .NullableInt64s("tokens_output", "Int64", s => s.Tokens.Output)
            .NullableInt64s("tokens_cache_read", "Int64", s => s.Tokens.CacheRead)
            .NullableInt64s("tokens_cache_write", "Int64", s => s.Tokens.CacheWrite)
            .NullableInt64s("tokens_reasoning", "Int64", s => s.Tokens.Reasoning)
            .NullableInt64s("tokens_audio", "Int64", s => s.Tokens.Audio)
            .Strings("token_rule", s => s.TokenRule)
            .NullableInt64s("cost_usd", "Decimal(18, 12)", s => Picodollars(s.CostUsd))
            .Strings("price_row", s => s.PriceRow)
            .NullableInt64s("time_to_first_token", "Int64", s => s.TimeToFirstTokenNano);

    private static void WriteOrigin(NativeBlock<SpanRecord> block) =>
        block
            .Strings("scope_name", s => s.ScopeName)
            .Strings("scope_version", s => s.ScopeVersion)
            .Strings("dialect", s => s.Dialect)
            .Strings("source", s => s.Source)
            .Strings("replay_of_trace_id", s => s.ReplayOfTraceId)
            .Strings("replay_of_span_id", s => s.ReplayOfSpanId)
            .Strings("run_id", s => s.RunId)
            .Strings("task_id", s => s.TaskId)
            .Int32s("turn", s => s.Turn)
            .Flags("sample", s => s.Sample)
            .Flags("simulated", s => s.Simulated);

    private static long? Picodollars(decimal? usd) =>
        usd is { } known && Math.Abs(known) < CostLimit ? (long)decimal.Round(known * CostScale) : null;
}
