using System.Text.Json;
using CozeLoop.Chat;
using CozeLoop.Contracts;
using CozeLoop.Contracts.Api;
using CozeLoop.Contracts.Otlp;
using CozeLoop.Models.Providers;

namespace CozeLoop.Models.Calls;

/// <summary>Writes a call as a span in the platform's native dialect.</summary>
internal static class CallSpan
{
    public static OtlpSpan Of(ProviderRequest call, SpanContextInfo context, ModelCallResult result, long startUnixNano) =>
        new(
            context.TraceId,
            context.SpanId,
            context.ParentSpanId,
            context.Name,
            startUnixNano,
            startUnixNano + (long)(result.Cached ? 0 : result.LatencyMs * 1_000_000)
        )
        {
            Kind = OtlpSpanKind.Client,
            Status = result.Failure is null ? OtlpStatus.Ok : OtlpStatus.Error,
            StatusMessage = result.Failure?.Message ?? "",
            Attributes = new Dictionary<string, object?>([.. Request(call), .. Context(context), .. Result(result)]),
        };

    private static Dictionary<string, object?> Request(ProviderRequest call) =>
        new()
        {
            ["cozeloop.kind"] = SpanKinds.Model,
            ["gen_ai.operation.name"] = "chat",
            ["gen_ai.provider.name"] = call.Connection.Provider,
            ["gen_ai.request.model"] = call.Model,
            ["cozeloop.connection"] = call.Connection.Name,
            ["cozeloop.input.messages"] = JsonSerializer.Serialize(call.Messages, Json.Compact),
            ["cozeloop.tools"] = call.Tools.Count > 0 ? JsonSerializer.Serialize(call.Tools, Json.Compact) : null,
            ["cozeloop.parameters"] = JsonSerializer.Serialize(call.Parameters with { Seed = call.SampleSeed }, Json.Compact),
            ["cozeloop.simulated"] = call.Connection.Simulated ? true : null,
        };

    private static Dictionary<string, object?> Context(SpanContextInfo context) =>
        new()
        {
            ["cozeloop.environment"] = context.Environment,
            ["cozeloop.replay.trace_id"] = context.ReplayOf?.TraceId,
            ["cozeloop.replay.span_id"] = context.ReplayOf?.SpanId,
            ["cozeloop.run.id"] = context.RunId,
            ["cozeloop.arm"] = context.Arm,
            ["cozeloop.prompt.key"] = context.PromptKey,
            ["cozeloop.prompt.version"] = context.PromptVersion,
            ["session.id"] = context.SessionId,
        };

    private static Dictionary<string, object?> Result(ModelCallResult result)
    {
        var attributes = new Dictionary<string, object?>
        {
            ["cozeloop.output.messages"] = result.Message is null
                ? null
                : JsonSerializer.Serialize<ChatMessage[]>([result.Message], Json.Compact),
            ["cozeloop.cached"] = result.Cached ? true : null,
            ["error.type"] = result.Failure?.Cause,
            ["cozeloop.error.code"] = result.Failure?.ProviderCode,
            ["http.response.status_code"] = result.Failure?.Status,
        };
        // An answer from the cache bought nothing: its tokens and its cost are those of the span that did.
        if (!result.Cached)
            Measured(attributes, result);
        return attributes;
    }

    private static void Measured(Dictionary<string, object?> attributes, ModelCallResult result)
    {
        attributes["cozeloop.ttft_ms"] = result.TimeToFirstTokenMs;
        attributes["cozeloop.cost_usd"] = result.CostUsd;
        attributes["cozeloop.price_row"] = result.PriceRowId;
        attributes["cozeloop.tokens.input"] = result.Usage.Input;
        attributes["cozeloop.tokens.output"] = result.Usage.Output;
        attributes["cozeloop.tokens.cache_read"] = result.Usage.CacheRead;
        attributes["cozeloop.tokens.cache_write"] = result.Usage.CacheWrite;
        attributes["cozeloop.tokens.reasoning"] = result.Usage.Reasoning;
        attributes["cozeloop.tokens.audio"] = result.Usage.Audio;
    }
}
