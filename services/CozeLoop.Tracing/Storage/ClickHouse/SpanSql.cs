namespace CozeLoop.Tracing.Storage.ClickHouse;

/// <summary>Columns of a span on read, named as <see cref="SpanRow"/> names them.</summary>
internal static class SpanSql
{
    private const string Scalars =
        "trace_id AS traceId, span_id AS spanId, parent_span_id AS parentSpanId, name, kind, "
        + "toUnixTimestamp64Nano(start) AS startNano, duration AS durationNano, "
        + "time_unknown AS timeUnknown, status, status_message AS statusMessage, environment, "
        + "release, service, user_id AS userId, session_id AS sessionId, tags, "
        + "prompt_key AS promptKey, prompt_version AS promptVersion, prompt_variables AS promptVariables, model, provider, parameters, "
        + "tool_name AS toolName, tool_call_id AS toolCallId, tokens_input AS tokensInput, "
        + "tokens_output AS tokensOutput, tokens_cache_read AS tokensCacheRead, "
        + "tokens_cache_write AS tokensCacheWrite, tokens_reasoning AS tokensReasoning, tokens_audio "
        + "AS tokensAudio, token_rule AS tokenRule, cost_usd AS costUsd, "
        + "time_to_first_token AS timeToFirstTokenNano, scope_name AS scopeName, scope_version AS "
        + "scopeVersion, dialect, source, replay_of_trace_id AS replayOfTraceId, "
        + "replay_of_span_id AS replayOfSpanId, run_id AS runId, task_id AS taskId, turn, simulated";

    /// <summary>Everything that is in the row; <see cref="LongFields.LongFieldReader"/> brings what is not.</summary>
    public const string Full =
        Scalars
        + ", input, output, input_preview AS inputPreview, output_preview AS outputPreview, "
        + "tool_arguments AS toolArguments, tool_result AS toolResult, attributes, resource, events, links, long_fields AS longFields";

    // A text of a call may be shown as its input, among its messages and as the attribute it came from.
    private const string ContentBytes =
        "3 * (length(input) + length(output)) + length(tool_arguments) + length(tool_result) + length(parameters) + "
        + "length(status_message) + length(events) + "
        + "2 * arraySum(arrayMap(v -> length(v), mapValues(attributes))) + arraySum(arrayMap(v -> length(v), mapValues(resource))) + "
        + "arraySum(arrayMap(v -> length(v), mapValues(prompt_variables)))";

    /// <summary>What a span's place in its trace needs, and how long its content is.</summary>
    public static string Outline(bool full) =>
        "trace_id AS traceId, span_id AS spanId, parent_span_id AS parentSpanId, name, kind, "
        + $"toUnixTimestamp64Nano(start) AS startNano, toInt64({(full ? ContentBytes : "0")}) AS contentBytes";

    /// <summary>No column that grows with the content; tool texts up to 500 characters.</summary>
    public const string Preview =
        Scalars
        + ", input_preview AS inputPreview, output_preview AS outputPreview, "
        + "leftUTF8(tool_arguments, 500) AS toolArguments, leftUTF8(tool_result, 500) AS toolResult";
}
