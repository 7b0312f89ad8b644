using CozeLoop.Chat;
using CozeLoop.Contracts;
using CozeLoop.Contracts.Api;
using CozeLoop.Tracing.Search.Language;
using CozeLoop.Tracing.Storage.ClickHouse;
using TextMap = System.Collections.Generic.IReadOnlyDictionary<string, string>;
using TextMaps = System.Collections.ObjectModel.ReadOnlyDictionary<string, string>;

namespace CozeLoop.Tracing.Spans;

/// <summary>
/// One span as it is stored, a property a column: the scalars every query needs, extracted once on the way in, and the raw attributes
/// beside them. Content is stored once (<see cref="Input"/>, <see cref="Output"/> or the attributes they came from); the chat format is
/// derived on read. Empty texts mean unknown; previews have no content.
/// </summary>
internal sealed record SpanRecord
{
    [SpanColumn("workspace_id", "Int64")]
    public required long WorkspaceId { get; init; }

    [SpanColumn("trace_id", "String", Search = "trace")]
    public required string TraceId { get; init; }

    [SpanColumn("span_id", "String", Search = "span")]
    public required string SpanId { get; init; }

    /// <summary>Empty for a root.</summary>
    [SpanColumn("parent_span_id", "String")]
    public string ParentSpanId { get; init; } = "";

    [SpanColumn("name", "LowCardinality(String)", Search = "name", HasWords = true)]
    public required string Name { get; init; }

    [SpanColumn("kind", "LowCardinality(String)", Search = "kind")]
    public required string Kind { get; init; }

    /// <summary>Nanoseconds since 1970.</summary>
    [SpanColumn("start", "DateTime64(9, 'UTC')")]
    public required long StartUnixNano { get; init; }

    /// <summary>Nanoseconds; null where the source had no times.</summary>
    [SpanColumn("duration", "Nullable(Int64)", Search = "duration", SearchKind = FieldKind.Duration)]
    public long? DurationNano { get; init; }

    /// <summary>The start only places the span; the source had no times.</summary>
    [SpanColumn("time_unknown", "UInt8")]
    public bool TimeUnknown { get; init; }

    /// <summary>Receipt: the version that makes a redelivered row replace and not double.</summary>
    [SpanColumn("received", "DateTime64(9, 'UTC')")]
    public required long ReceivedUnixNano { get; init; }

    /// <summary><c>unset | ok | error</c>.</summary>
    [SpanColumn("status", "LowCardinality(String)", Search = "status", IsOutcome = true)]
    public string Status { get; init; } = SpanStatuses.Unset;

    [SpanColumn("status_message", "String", Search = "error", IsOutcome = true, HasWords = true, IsLong = true)]
    public string StatusMessage { get; init; } = "";

    /// <summary><c>DEBUG | DEFAULT | WARNING | ERROR</c>.</summary>
    [SpanColumn("level", "LowCardinality(String)", Search = "level", IsOutcome = true)]
    public string Level { get; init; } = SpanLevels.Default;

    [SpanColumn("environment", "LowCardinality(String)", Search = "env")]
    public string Environment { get; init; } = "";

    [SpanColumn("release", "String", Search = "release")]
    public string Release { get; init; } = "";

    /// <summary>Of the part of the program that the span is about; <see cref="Release"/> is the whole program's.</summary>
    [SpanColumn("version", "String", Search = "version")]
    public string Version { get; init; } = "";

    [SpanColumn("service", "String", Search = "service")]
    public string Service { get; init; } = "";

    [SpanColumn("user_id", "String", Search = "user")]
    public string UserId { get; init; } = "";

    [SpanColumn("session_id", "String", Search = "session")]
    public string SessionId { get; init; } = "";

    [SpanColumn("tags", "Array(String)", Search = "tag", SearchKind = FieldKind.WordList)]
    public IReadOnlyList<string> Tags { get; init; } = [];

    [SpanColumn("prompt_key", "String", Search = "prompt", SearchKind = FieldKind.Prompt)]
    public string PromptKey { get; init; } = "";

    [SpanColumn("prompt_version", "String", Search = "promptVersion")]
    public string PromptVersion { get; init; } = "";

    [SpanColumn("prompt_variables", "Map(String, String)", IsLong = true)]
    public TextMap PromptVariables { get; init; } = TextMaps.Empty;

    [SpanColumn("model", "LowCardinality(String)", Search = "model")]
    public string Model { get; init; } = "";

    [SpanColumn("provider", "String", Search = "provider")]
    public string Provider { get; init; } = "";

    /// <summary>JSON object, or empty.</summary>
    [SpanColumn("parameters", "String", IsLong = true)]
    public string Parameters { get; init; } = "";

    /// <summary>What a reader sees as the input: text or JSON. Empty where the chat format is derived from attributes.</summary>
    [SpanColumn("input", "String", HasWords = true, IsLong = true, Shown = 3, Preview = InPreview.Absent)]
    public string Input { get; init; } = "";

    [SpanColumn("output", "String", HasWords = true, IsLong = true, Shown = 3, Preview = InPreview.Absent)]
    public string Output { get; init; } = "";

    /// <summary>Short plain texts for lists: the last user line, the answer.</summary>
    [SpanColumn("input_preview", "String", HasWords = true)]
    public string InputPreview { get; init; } = "";

    [SpanColumn("output_preview", "String", HasWords = true)]
    public string OutputPreview { get; init; } = "";

    [SpanColumn("tool_name", "String", Search = "tool")]
    public string ToolName { get; init; } = "";

    [SpanColumn("tool_call_id", "String")]
    public string ToolCallId { get; init; } = "";

    [SpanColumn("tool_arguments", "String", HasWords = true, IsLong = true, Preview = InPreview.Beginning)]
    public string ToolArguments { get; init; } = "";

    [SpanColumn("tool_result", "String", HasWords = true, IsLong = true, Preview = InPreview.Beginning)]
    public string ToolResult { get; init; } = "";

    [SpanColumn("tokens_input", "Nullable(Int64)", Search = "inputTokens", SearchKind = FieldKind.Number)]
    public long? TokensInput { get; init; }

    [SpanColumn("tokens_output", "Nullable(Int64)", Search = "outputTokens", SearchKind = FieldKind.Number)]
    public long? TokensOutput { get; init; }

    [SpanColumn("tokens_cache_read", "Nullable(Int64)")]
    public long? TokensCacheRead { get; init; }

    [SpanColumn("tokens_cache_write", "Nullable(Int64)")]
    public long? TokensCacheWrite { get; init; }

    [SpanColumn("tokens_reasoning", "Nullable(Int64)")]
    public long? TokensReasoning { get; init; }

    [SpanColumn("tokens_audio", "Nullable(Int64)")]
    public long? TokensAudio { get; init; }

    /// <summary>The rule and raw fields that <see cref="Tokens"/> came from.</summary>
    [SpanColumn("token_rule", "String")]
    public string TokenRule { get; init; } = "";

    [SpanColumn("cost_usd", "Nullable(Decimal(18, 12))", Search = "cost", SearchKind = FieldKind.Number)]
    public decimal? CostUsd { get; init; }

    [SpanColumn("price_row", "String")]
    public string PriceRow { get; init; } = "";

    [SpanColumn("time_to_first_token", "Nullable(Int64)", Search = "ttft", SearchKind = FieldKind.Duration)]
    public long? TimeToFirstTokenNano { get; init; }

    [SpanColumn("scope_name", "String")]
    public string ScopeName { get; init; } = "";

    [SpanColumn("scope_version", "String")]
    public string ScopeVersion { get; init; } = "";

    [SpanColumn("attributes", "Map(String, String)", IsLong = true, Shown = 2, Preview = InPreview.Absent)]
    public TextMap Attributes { get; init; } = TextMaps.Empty;

    [SpanColumn("resource", "Map(String, String)", IsLong = true, Preview = InPreview.Absent)]
    public TextMap Resource { get; init; } = TextMaps.Empty;

    /// <summary>JSON array of events (name, time in unix nanoseconds, attributes), or empty.</summary>
    [SpanColumn("events", "String", IsLong = true, IsJson = true, Preview = InPreview.Absent)]
    public string Events { get; init; } = "";

    /// <summary>JSON array of links (trace id, span id), or empty.</summary>
    [SpanColumn("links", "String", IsLong = true, IsJson = true, Shown = 0, Preview = InPreview.Absent)]
    public string Links { get; init; } = "";

    [SpanColumn("dialect", "String", Search = "dialect")]
    public string Dialect { get; init; } = "";

    [SpanColumn("source", "String", Search = "source")]
    public string Source { get; init; } = "";

    [SpanColumn("replay_of_trace_id", "String")]
    public string ReplayOfTraceId { get; init; } = "";

    [SpanColumn("replay_of_span_id", "String")]
    public string ReplayOfSpanId { get; init; } = "";

    [SpanColumn("run_id", "String", Search = "run")]
    public string RunId { get; init; } = "";

    [SpanColumn("task_id", "String", Search = "task")]
    public string TaskId { get; init; } = "";

    [SpanColumn("turn", "Int32", Search = "turn", SearchKind = FieldKind.Number)]
    public int Turn { get; init; }

    [SpanColumn("sample", "UInt8")]
    public bool Sample { get; init; }

    [SpanColumn("simulated", "UInt8")]
    public bool Simulated { get; init; }

    /// <summary>Blob keys of the texts that stand here with their beginning only, by the names of
    /// <see cref="LongFields.SpanTexts"/>.</summary>
    [SpanColumn("long_fields", "Map(String, String)", Preview = InPreview.Absent)]
    public TextMap LongFields { get; init; } = TextMaps.Empty;

    /// <summary>Not stored: of <see cref="LongFields"/> those that a reader left out, because the answer would be too long.</summary>
    public IReadOnlyList<string> Shortened { get; init; } = [];

    /// <summary>Not stored: of <see cref="LongFields"/> those whose blob is gone.</summary>
    public IReadOnlyList<string> Incomplete { get; init; } = [];

    /// <summary>The columns of tokens together.</summary>
    public TokenUsage Tokens
    {
        get =>
            new()
            {
                Input = TokensInput,
                Output = TokensOutput,
                CacheRead = TokensCacheRead,
                CacheWrite = TokensCacheWrite,
                Reasoning = TokensReasoning,
                Audio = TokensAudio,
            };
        init
        {
            TokensInput = value.Input;
            TokensOutput = value.Output;
            TokensCacheRead = value.CacheRead;
            TokensCacheWrite = value.CacheWrite;
            TokensReasoning = value.Reasoning;
            TokensAudio = value.Audio;
        }
    }

    /// <summary>What the API shows as it is stored; <see cref="SpanDetails"/> adds what is derived.</summary>
    public SpanDetail ToDetail() =>
        new()
        {
            TraceId = TraceId,
            SpanId = SpanId,
            ParentSpanId = Known(ParentSpanId),
            Name = Name,
            Kind = Kind,
            StartTime = TimeUnknown ? null : Times.OfUnixNano(StartUnixNano),
            StartUnixNano = StartUnixNano,
            DurationMs = DurationNano / 1e6,
            Status = Status,
            StatusMessage = Known(StatusMessage),
            Level = Level,
            Input = Known(Input) ?? Known(InputPreview),
            Output = Known(Output) ?? Known(OutputPreview),
            Model = Known(Model),
            Provider = Known(Provider),
            Tokens = Tokens,
            CostUsd = CostUsd,
            TimeToFirstTokenMs = TimeToFirstTokenNano / 1e6,
            // OpenInference sends a template's version and variables without a name.
            Prompt =
                PromptKey.Length > 0 || PromptVersion.Length > 0 || PromptVariables.Count > 0
                    ? new PromptLink(PromptKey, Known(PromptVersion), PromptVariables.Count > 0 ? PromptVariables : null)
                    : null,
            Tool = ToolName.Length > 0 ? new ToolUse(ToolName, Known(ToolCallId), Known(ToolArguments), Known(ToolResult)) : null,
            UserId = Known(UserId),
            SessionId = Known(SessionId),
            Environment = Environment,
            Release = Known(Release),
            Version = Known(Version),
            Service = Known(Service),
            Tags = Tags,
            Resource = Resource,
            Scope =
                ScopeName.Length == 0 ? null
                : ScopeVersion.Length == 0 ? ScopeName
                : $"{ScopeName} {ScopeVersion}",
            Dialect = Dialect,
            TokenRule = Known(TokenRule),
            ReplayOf = ReplayOfTraceId.Length > 0 ? new SpanRef(ReplayOfTraceId, ReplayOfSpanId) : null,
            TaskId = Known(TaskId),
            Simulated = Simulated,
        };

    private static string? Known(string text) => text.Length > 0 ? text : null;
}
