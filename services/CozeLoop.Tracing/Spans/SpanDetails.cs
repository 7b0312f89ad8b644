using System.Text.Json;
using CozeLoop.Contracts.Api;
using CozeLoop.Tracing.Ingest.Dialects;
using CozeLoop.Tracing.Search;
using CozeLoop.Tracing.Storage.ClickHouse;

namespace CozeLoop.Tracing.Spans;

/// <summary>A stored span as the API shows it.</summary>
internal static class SpanDetails
{
    public static SpanDetail From(SpanRow row, IReadOnlyList<Score> scores)
    {
        var chat = ChatForm.Read(row.Kind, row.Attributes, row.Input, row.Output, row.Events);
        return Scalars(row) with
        {
            Messages = chat.Messages,
            OutputMessages = chat.OutputMessages,
            Tools = chat.Tools,
            Attributes = MovedContent.Restore(row.Attributes, row.Input, row.Output),
            Scores = scores,
        };
    }

    private static SpanDetail Scalars(SpanRow row) =>
        new()
        {
            TraceId = row.TraceId,
            SpanId = row.SpanId,
            ParentSpanId = Known(row.ParentSpanId),
            Name = row.Name,
            Kind = row.Kind,
            StartTime = row.TimeUnknown == 1 ? null : TimeRange.Moment(row.StartNano),
            StartUnixNano = row.StartNano,
            DurationMs = row.DurationNano / 1e6,
            Status = row.Status,
            StatusMessage = Known(row.StatusMessage),
            Input = Known(row.Input) ?? Known(row.InputPreview),
            Output = Known(row.Output) ?? Known(row.OutputPreview),
            Model = Known(row.Model),
            Provider = Known(row.Provider),
            Parameters = Json(row.Parameters),
            Tokens = row.ToUsage(),
            CostUsd = row.CostUsd,
            TimeToFirstTokenMs = row.TimeToFirstTokenNano / 1e6,
            // OpenInference sends a template's version and variables without a name.
            Prompt =
                row.PromptKey.Length > 0 || row.PromptVersion.Length > 0 || row.PromptVariables.Count > 0
                    ? new PromptLink(row.PromptKey, Known(row.PromptVersion), row.PromptVariables.Count > 0 ? row.PromptVariables : null)
                    : null,
            Tool =
                row.ToolName.Length > 0
                    ? new ToolUse(row.ToolName, Known(row.ToolCallId), Known(row.ToolArguments), Known(row.ToolResult))
                    : null,
            UserId = Known(row.UserId),
            SessionId = Known(row.SessionId),
            Environment = row.Environment,
            Release = Known(row.Release),
            Service = Known(row.Service),
            Tags = row.Tags,
            Resource = row.Resource,
            Scope =
                row.ScopeName.Length == 0 ? null
                : row.ScopeVersion.Length == 0 ? row.ScopeName
                : $"{row.ScopeName} {row.ScopeVersion}",
            Events = Events(row.Events),
            Dialect = row.Dialect,
            TokenRule = Known(row.TokenRule),
            ReplayOf = row.ReplayOfTraceId.Length > 0 ? new SpanRef(row.ReplayOfTraceId, row.ReplayOfSpanId) : null,
            TaskId = Known(row.TaskId),
            Simulated = row.Simulated == 1,
            Incomplete = row.Incomplete,
        };

    private static string? Known(string text) => text.Length > 0 ? text : null;

    // Parameters come from the client as it wrote them: text that is no JSON is shown as a text.
    private static JsonElement? Json(string text)
    {
        if (text.Length == 0)
            return null;
        try
        {
            return JsonElement.Parse(text);
        }
        catch (JsonException)
        {
            return JsonSerializer.SerializeToElement(text);
        }
    }

    private static IReadOnlyList<SpanEvent> Events(string json) =>
        json.Length == 0
            ? []
            :
            [
                .. JsonSerializer
                    .Deserialize<List<StoredEvent>>(json, Contracts.Json.Compact)!
                    .Select(e => new SpanEvent(e.Name, TimeRange.Moment(e.TimeUnixNano), e.Attributes)),
            ];

    private sealed record StoredEvent(string Name, long TimeUnixNano, IReadOnlyDictionary<string, string> Attributes);
}
