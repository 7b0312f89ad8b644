using System.Collections.ObjectModel;
using CozeLoop.Contracts.Chat;

namespace CozeLoop.Tracing.Storage.ClickHouse;

/// <summary>A span as read by <see cref="SpanSql"/>; empty texts mean unknown, and content is empty in previews.</summary>
internal sealed record SpanRow
{
    public required string TraceId { get; init; }
    public required string SpanId { get; init; }
    public string ParentSpanId { get; init; } = "";
    public required string Name { get; init; }
    public required string Kind { get; init; }
    public long StartNano { get; init; }
    public long? DurationNano { get; init; }
    public int TimeUnknown { get; init; }
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
    public string Parameters { get; init; } = "";
    public string Input { get; init; } = "";
    public string Output { get; init; } = "";
    public string InputPreview { get; init; } = "";
    public string OutputPreview { get; init; } = "";
    public string ToolName { get; init; } = "";
    public string ToolCallId { get; init; } = "";
    public string ToolArguments { get; init; } = "";
    public string ToolResult { get; init; } = "";
    public long? TokensInput { get; init; }
    public long? TokensOutput { get; init; }
    public long? TokensCacheRead { get; init; }
    public long? TokensCacheWrite { get; init; }
    public long? TokensReasoning { get; init; }
    public long? TokensAudio { get; init; }
    public string TokenRule { get; init; } = "";
    public decimal? CostUsd { get; init; }
    public long? TimeToFirstTokenNano { get; init; }
    public string ScopeName { get; init; } = "";
    public string ScopeVersion { get; init; } = "";
    public IReadOnlyDictionary<string, string> Attributes { get; init; } = new Dictionary<string, string>();
    public IReadOnlyDictionary<string, string> Resource { get; init; } = new Dictionary<string, string>();
    public string Events { get; init; } = "";
    public string Links { get; init; } = "";
    public string Dialect { get; init; } = "";
    public string Source { get; init; } = "";
    public string ReplayOfTraceId { get; init; } = "";
    public string ReplayOfSpanId { get; init; } = "";
    public string RunId { get; init; } = "";
    public string TaskId { get; init; } = "";
    public int Turn { get; init; }
    public int Simulated { get; init; }

    /// <summary>In an outline: what the row's content adds to an answer, at most.</summary>
    public long ContentBytes { get; init; }

    /// <summary>Of <see cref="LongFields"/> those that did not fit into an answer.</summary>
    public IReadOnlyList<string> Shortened { get; init; } = [];

    /// <summary>Blob keys by field, see <see cref="Spans.SpanRecord.LongFields"/>; none in previews.</summary>
    public IReadOnlyDictionary<string, string> LongFields { get; init; } = ReadOnlyDictionary<string, string>.Empty;

    /// <summary>Of those the fields whose blob is gone.</summary>
    public IReadOnlyList<string> Incomplete { get; init; } = [];

    public TokenUsage ToUsage() =>
        new()
        {
            Input = TokensInput,
            Output = TokensOutput,
            CacheRead = TokensCacheRead,
            CacheWrite = TokensCacheWrite,
            Reasoning = TokensReasoning,
            Audio = TokensAudio,
        };
}
