using System.Text.Json;
using CozeLoop.Chat.Json;
using CozeLoop.Contracts.Api;
using CozeLoop.Contracts.Messages;
using CozeLoop.Tracing.Spans;

namespace CozeLoop.Tracing.Ingest.Dialects;

/// <summary>Brings one span of any dialect to the stored form: the scalars that queries need, once, and all else as it was sent.</summary>
internal static class SpanMapper
{
    public static SpanRecord Map(RawSpan span, SpanBatch batch)
    {
        var reading = new SpanReading(span);
        string kind = SpanKindRules.Of(reading);
        var (tokens, rule) = TokenRules.Derive(reading, kind);
        string parameters = CallParameters.Read(reading);
        var status = SpanStatus.Of(reading);
        string model = Model(reading, kind);
        DroppedContent.Note(span);
        // From here on the content is out of the attributes.
        var content = SpanContent.Take(reading, kind);
        bool unknown = reading.Flag("cozeloop.time.unknown");
        return new SpanRecord
        {
            WorkspaceId = batch.WorkspaceId,
            ReceivedUnixNano = batch.ReceivedUnixNano,
            Source = batch.Source,
            Dialect = reading.Dialect,
            TraceId = Or(reading.Attribute("cozeloop.trace_id"), span.TraceId),
            SpanId = Or(reading.Attribute("cozeloop.span_id"), span.SpanId),
            ParentSpanId = Or(reading.Attribute("cozeloop.parent_span_id"), span.ParentSpanId),
            Name = span.Name,
            Kind = kind,
            StartUnixNano = span.StartUnixNano,
            TimeUnknown = unknown,
            DurationNano = unknown || span.EndUnixNano == 0 ? null : span.EndUnixNano - span.StartUnixNano,
            Status = status.Status,
            StatusMessage = status.Message,
            Level = status.Level,
            Environment = Or(reading[Slot.Environment], reading.Anywhere("deployment.environment.name", "deployment.environment")),
            Release = Or(reading[Slot.Release], reading.Anywhere("langfuse.release", "service.version")),
            Version = reading.Anywhere("langfuse.version", "service.version"),
            Service = Service(span),
            UserId = reading[Slot.User],
            SessionId = reading[Slot.Session],
            Tags = JsonText.List(reading[Slot.Tags]),
            PromptKey = reading[Slot.PromptKey],
            PromptVersion = reading[Slot.PromptVersion],
            PromptVariables = Variables(reading),
            Model = model,
            Provider = reading[Slot.Provider],
            Parameters = parameters,
            Input = content.Input,
            Output = content.Output,
            InputPreview = content.InputPreview,
            OutputPreview = content.OutputPreview,
            ToolName = Tool(reading, kind, Slot.ToolName, span.Attributes.GetValueOrDefault("traceloop.entity.name") ?? span.Name),
            ToolCallId = reading[Slot.ToolCallId],
            ToolArguments = Tool(reading, kind, Slot.ToolArguments, content.Input),
            ToolResult = Tool(reading, kind, Slot.ToolResult, content.Output),
            Tokens = tokens,
            TokenRule = rule,
            CostUsd = CallCost.Read(reading, kind, bought: (tokens.Input ?? 0) + (tokens.Output ?? 0) > 0),
            PriceRow = reading.Attribute("cozeloop.price_row"),
            TimeToFirstTokenNano = FirstToken.Nanoseconds(reading),
            ScopeName = span.ScopeName,
            ScopeVersion = span.ScopeVersion,
            Attributes = content.Attributes,
            Resource = span.Resource,
            Events = content.Events,
            Links = Links(span),
            ReplayOfTraceId = reading.Attribute("cozeloop.replay.trace_id"),
            ReplayOfSpanId = reading.Attribute("cozeloop.replay.span_id"),
            RunId = reading[Slot.RunId],
            TaskId = reading[Slot.TaskId],
            Turn = Turn(reading),
            Sample = reading.Flag("cozeloop.sample"),
            Simulated = reading.Flag("cozeloop.simulated"),
        };
    }

    private static string Or(string value, string other) => value.Length > 0 ? value : other;

    // A refused call may have no model of its own; the request that was refused names it.
    private static string Model(SpanReading reading, string kind)
    {
        string model = reading[Slot.Model];
        if (model.Length > 0 || kind is not (SpanKinds.Model or SpanKinds.Embedding))
            return model;
        return JsonText.Members(reading.Attribute("llm.invocation_parameters")).GetValueOrDefault("model")
            ?? JsonText.Members(reading.Attribute("input.value")).GetValueOrDefault("model")
            ?? "";
    }

    // OpenTelemetry's default for "nobody named it" is not a name.
    private static string Service(RawSpan span) =>
        span.Resource.TryGetValue("service.name", out string? name) && !name.StartsWith("unknown_service", StringComparison.Ordinal)
            ? name
            : "";

    private static string Tool(SpanReading reading, string kind, Slot slot, string otherwise) =>
        Or(reading[slot], kind == SpanKinds.Tool ? otherwise : "");

    private static int Turn(SpanReading reading) => (int)Math.Min(reading.Count("cozeloop.turn") ?? 0, int.MaxValue);

    private static IReadOnlyDictionary<string, string> Variables(SpanReading reading)
    {
        const string Prefix = "gen_ai.prompt.variable.";
        var whole = JsonText.Members(reading[Slot.PromptVariables]);
        Dictionary<string, string>? variables = null;
        foreach (var (key, value) in reading.Span.Attributes)
        {
            if (key.StartsWith(Prefix, StringComparison.Ordinal))
                (variables ??= new(whole))[key[Prefix.Length..]] = value;
        }
        return variables ?? whole;
    }

    private static string Links(RawSpan span) =>
        span.Links.Count == 0 ? "" : JsonSerializer.Serialize(span.Links.Select(l => new { l.TraceId, l.SpanId }), Contracts.Json.Compact);
}

/// <summary>Status, message and level: OTLP's, or Langfuse's; an error without a message takes that of its exception event.</summary>
internal readonly record struct SpanStatus(string Status, string Message, string Level)
{
    public static SpanStatus Of(SpanReading reading)
    {
        string? level = LevelOf(reading.Attribute("langfuse.observation.level"));
        string status =
            reading.Span.Status == 2 || level == SpanLevels.Error ? SpanStatuses.Error
            : reading.Span.Status == 1 ? SpanStatuses.Ok
            : SpanStatuses.Unset;
        string message =
            reading.Span.StatusMessage.Length > 0 ? reading.Span.StatusMessage : reading.Attribute("langfuse.observation.status_message");
        if (status == SpanStatuses.Error && message.Length == 0)
        {
            var exception = reading.Span.Events.Find(e => e.Name == "exception");
            message = exception?.Attributes.GetValueOrDefault("exception.message") ?? reading.Attribute("error.message", "error.type");
        }
        return new SpanStatus(status, message, level ?? (status == SpanStatuses.Error ? SpanLevels.Error : SpanLevels.Default));
    }

    // With the names that other loggers have for the same, as Langfuse takes them.
    private static string? LevelOf(string said) =>
        said.ToUpperInvariant() switch
        {
            SpanLevels.Debug or "TRACE" or "VERBOSE" => SpanLevels.Debug,
            SpanLevels.Default or "INFO" or "LOG" or "NOTICE" or "OK" or "SUCCESS" => SpanLevels.Default,
            SpanLevels.Warning or "WARN" => SpanLevels.Warning,
            SpanLevels.Error or "FATAL" or "CRITICAL" => SpanLevels.Error,
            _ => null,
        };
}
