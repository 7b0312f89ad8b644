using System.Text.Json;
using CozeLoop.Contracts;
using CozeLoop.Contracts.Api;
using CozeLoop.Contracts.Otlp;
using static CozeLoop.Tracing.Imports.LangfuseExport;

namespace CozeLoop.Tracing.Imports;

/// <summary>
/// A Langfuse export as spans under the attribute names that Langfuse's own SDK sends, so that one mapper reads both. What the trace alone
/// says (user, session, tags, its input and output) goes to its spans.
/// </summary>
internal sealed class LangfuseSpans(LangfuseExport export, ImportTally tally)
{
    public IEnumerable<OtlpSpan> Write()
    {
        var root = export.Observations.FirstOrDefault(o => Text(o, "parentObservationId") is null);
        foreach (var observation in export.Observations)
        {
            if (Text(observation, "id") is not { Length: > 0 and <= 1024 } id)
                tally.Warn("An observation without an id was left out.");
            else if (Start(observation) is not { } start)
                tally.Warn($"The observation {id} has no start and was left out.");
            else
                yield return Span(observation, id, start, isRoot: observation.Equals(root));
        }
        if (export.Observations.Count == 0)
            yield return TraceAlone();
    }

    private long? Start(JsonElement observation) => Time(observation, "startTime") ?? Time(export.Trace, "timestamp");

    private OtlpSpan Span(JsonElement observation, string id, long start, bool isRoot)
    {
        long end = Time(observation, "endTime") ?? 0;
        if (end != 0 && end < start)
        {
            tally.Warn($"The observation {id} ends before it starts; its end was left out.");
            end = 0;
        }
        var attributes = TraceAttributes();
        if (isRoot)
            OfTrace(attributes);
        OfObservation(observation, attributes);
        string? parent = Text(observation, "parentObservationId");
        SetIds(attributes, id, parent);
        return new OtlpSpan(TraceId(), SpanId(id), parent is null ? null : SpanId(parent), Name(observation) ?? "span", start, end)
        {
            Attributes = attributes,
            Status = Text(observation, "level") == SpanLevels.Error ? OtlpStatus.Error : OtlpStatus.Unset,
            StatusMessage = Text(observation, "statusMessage") ?? "",
        };
    }

    private static void OfObservation(JsonElement observation, Dictionary<string, object?> attributes)
    {
        attributes["langfuse.observation.type"] = Text(observation, "type")?.ToLowerInvariant() ?? "span";
        attributes["langfuse.observation.input"] =
            Content(observation, "input") ?? attributes.GetValueOrDefault("langfuse.observation.input");
        attributes["langfuse.observation.output"] =
            Content(observation, "output") ?? attributes.GetValueOrDefault("langfuse.observation.output");
        attributes["langfuse.observation.metadata"] = Content(observation, "metadata");
        attributes["langfuse.observation.level"] = Text(observation, "level");
        attributes["langfuse.observation.model.name"] = Text(observation, "model");
        attributes["langfuse.observation.model.parameters"] = Object(observation, "modelParameters");
        attributes["langfuse.observation.usage_details"] = Object(observation, "usageDetails");
        attributes["langfuse.observation.cost_details"] = Object(observation, "costDetails") ?? Total(observation);
        attributes["langfuse.observation.completion_start_time"] = Text(observation, "completionStartTime");
        attributes["langfuse.observation.prompt.name"] = Text(observation, "promptName");
        attributes["langfuse.observation.prompt.version"] = Text(observation, "promptVersion");
        attributes["langfuse.observation.tool_definitions"] =
            Content(observation, "toolDefinitions") is { } tools && tools is not ("{}" or "[]") ? tools : null;
        if (Text(observation, "environment") is { } environment)
            attributes["langfuse.environment"] = environment;
        if (Text(observation, "version") is { } version)
            attributes["langfuse.version"] = version;
    }

    private Dictionary<string, object?> TraceAttributes() =>
        new()
        {
            ["langfuse.user.id"] = Text(export.Trace, "userId"),
            ["langfuse.session.id"] = Text(export.Trace, "sessionId"),
            ["langfuse.release"] = Text(export.Trace, "release"),
            ["langfuse.version"] = Text(export.Trace, "version"),
            ["langfuse.environment"] = Text(export.Trace, "environment"),
        };

    private void OfTrace(Dictionary<string, object?> attributes)
    {
        attributes["langfuse.trace.name"] = Name(export.Trace);
        attributes["langfuse.trace.tags"] =
            export.Trace.TryGetProperty("tags", out var tags) && tags.ValueKind == JsonValueKind.Array && tags.GetArrayLength() > 0
                ? tags.GetRawText()
                : null;
        attributes["langfuse.trace.metadata"] = Content(export.Trace, "metadata");
        attributes["langfuse.observation.input"] = Content(export.Trace, "input");
        attributes["langfuse.observation.output"] = Content(export.Trace, "output");
    }

    private OtlpSpan TraceAlone()
    {
        var attributes = TraceAttributes();
        OfTrace(attributes);
        attributes["langfuse.observation.type"] = "span";
        SetIds(attributes, "trace", null);
        return new OtlpSpan(TraceId(), SpanId("trace"), null, Name(export.Trace) ?? "trace", Time(export.Trace, "timestamp") ?? 0, 0)
        {
            Attributes = attributes,
        };
    }

    private void SetIds(Dictionary<string, object?> attributes, string id, string? parent)
    {
        // Free texts travel beside the hash that stands for them.
        if (TraceId() != export.Id)
            attributes["cozeloop.trace_id"] = export.Id;
        if (SpanId(id) != id)
            attributes["cozeloop.span_id"] = id;
        if (parent is not null && SpanId(parent) != parent)
            attributes["cozeloop.parent_span_id"] = parent;
    }

    private string TraceId() =>
        OtlpIds.IsHex(export.Id, OtlpIds.TraceLength) && !export.Id.Any(char.IsAsciiLetterUpper)
            ? export.Id
            : Ids.TraceId("langfuse", export.Id);

    private string SpanId(string id) =>
        OtlpIds.IsHex(id, OtlpIds.SpanLength) && !id.Any(char.IsAsciiLetterUpper) ? id : Ids.SpanId("langfuse", export.Id, id);

    private static string? Name(JsonElement value) => Text(value, "name") is { Length: > 0 } name ? name : null;

    private static string? Object(JsonElement value, string name) =>
        value.TryGetProperty(name, out var found) && found.ValueKind == JsonValueKind.Object && found.EnumerateObject().Any()
            ? found.GetRawText()
            : null;

    private static string? Total(JsonElement observation) =>
        observation.TryGetProperty("totalCost", out var cost)
        && cost.ValueKind == JsonValueKind.Number
        && cost.TryGetDecimal(out decimal usd)
        && usd > 0
            ? $"{{\"total\":{cost.GetRawText()}}}"
            : null;
}
