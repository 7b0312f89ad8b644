using System.Collections.ObjectModel;
using CozeLoop.Contracts.Chat;

namespace CozeLoop.Tracing.Spans;

/// <summary>
/// One span as it is stored: the scalars every query needs, extracted once on the way in, and the raw attributes beside them.
/// Content is stored once (<see cref="Input"/>, <see cref="Output"/> or the attributes they came from); the chat form is derived on read.
/// </summary>
internal sealed record SpanRecord
{
    public required long WorkspaceId { get; init; }
    public required string TraceId { get; init; }
    public required string SpanId { get; init; }

    /// <summary>Empty for a root.</summary>
    public string ParentSpanId { get; init; } = "";
    public required string Name { get; init; }
    public required string Kind { get; init; }

    /// <summary>Nanoseconds since 1970.</summary>
    public required long StartUnixNano { get; init; }

    /// <summary>Nanoseconds; null where the source had no times.</summary>
    public long? DurationNano { get; init; }

    /// <summary>The start only places the span; the source had no times.</summary>
    public bool TimeUnknown { get; init; }

    /// <summary>Receipt: the version that makes a redelivered row replace and not double.</summary>
    public required long ReceivedUnixNano { get; init; }

    /// <summary><c>unset | ok | error</c>.</summary>
    public string Status { get; init; } = "unset";
    public string StatusMessage { get; init; } = "";
    public string Environment { get; init; } = "";
    public string Release { get; init; } = "";
    public string Service { get; init; } = "";
    public string UserId { get; init; } = "";
    public string SessionId { get; init; } = "";
    public IReadOnlyList<string> Tags { get; init; } = [];
    public string PromptKey { get; init; } = "";
    public string PromptVersion { get; init; } = "";
    public IReadOnlyDictionary<string, string> PromptVariables { get; init; } = new Dictionary<string, string>();
    public string Model { get; init; } = "";
    public string Provider { get; init; } = "";

    /// <summary>JSON object, or empty.</summary>
    public string Parameters { get; init; } = "";

    /// <summary>What a reader sees as the input: text or JSON. Empty where the chat form is derived from attributes.</summary>
    public string Input { get; init; } = "";
    public string Output { get; init; } = "";

    /// <summary>Short plain texts for lists: the last user line, the answer.</summary>
    public string InputPreview { get; init; } = "";
    public string OutputPreview { get; init; } = "";
    public string ToolName { get; init; } = "";
    public string ToolCallId { get; init; } = "";
    public string ToolArguments { get; init; } = "";
    public string ToolResult { get; init; } = "";
    public TokenUsage Tokens { get; init; } = new();

    /// <summary>The rule and raw fields that <see cref="Tokens"/> came from.</summary>
    public string TokenRule { get; init; } = "";
    public decimal? CostUsd { get; init; }
    public string PriceRow { get; init; } = "";
    public long? TimeToFirstTokenNano { get; init; }
    public string ScopeName { get; init; } = "";
    public string ScopeVersion { get; init; } = "";
    public IReadOnlyDictionary<string, string> Attributes { get; init; } = new Dictionary<string, string>();
    public IReadOnlyDictionary<string, string> Resource { get; init; } = new Dictionary<string, string>();

    /// <summary>JSON array of events (name, time in unix nanoseconds, attributes), or empty.</summary>
    public string Events { get; init; } = "";

    /// <summary>JSON array of links (trace id, span id), or empty.</summary>
    public string Links { get; init; } = "";
    public string Dialect { get; init; } = "";
    public string Source { get; init; } = "";
    public string ReplayOfTraceId { get; init; } = "";
    public string ReplayOfSpanId { get; init; } = "";
    public string RunId { get; init; } = "";
    public string TaskId { get; init; } = "";
    public int Turn { get; init; }
    public bool Sample { get; init; }
    public bool Simulated { get; init; }

    /// <summary>Blob keys of the texts that stand here with their beginning only, by the names of
    /// <see cref="LongFields.SpanTexts"/>.</summary>
    public IReadOnlyDictionary<string, string> LongFields { get; init; } = ReadOnlyDictionary<string, string>.Empty;
}
