using System.Text.Json;
using CozeLoop.Contracts.Chat;

namespace CozeLoop.Contracts.Api;

/// <summary>A row of <c>GET /traces</c>, newest first.</summary>
public sealed record TraceSummary
{
    public required string TraceId { get; init; }
    public required string Name { get; init; }
    public required string Kind { get; init; }

    /// <summary>Null where the source had no times; <see cref="ImportedTime"/> then places the row in the list.</summary>
    public DateTimeOffset? StartTime { get; init; }
    public required DateTimeOffset ImportedTime { get; init; }
    public double? DurationMs { get; init; }
    public int SpanCount { get; init; }
    public int ErrorCount { get; init; }
    public int ToolCount { get; init; }
    public string? Input { get; init; }
    public string? Output { get; init; }
    public string? UserId { get; init; }
    public string? SessionId { get; init; }
    public string Environment { get; init; } = "";
    public IReadOnlyList<string> Models { get; init; } = [];
    public IReadOnlyList<string> Tags { get; init; } = [];
    public TokenUsage Tokens { get; init; } = new();
    public decimal? CostUsd { get; init; }
    public IReadOnlyList<Score> Scores { get; init; } = [];
}

public sealed record TraceDetail(string TraceId, IReadOnlyList<SpanDetail> Spans, IReadOnlyList<Score> Scores)
{
    public string? UserId { get; init; }
    public string? SessionId { get; init; }
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>Spans the trace has; an answer holds the first 20,000.</summary>
    public int SpanCount { get; init; }
}

/// <summary>One span, whole. Ids are free strings: some SDKs send UUIDs.</summary>
public sealed record SpanDetail
{
    public required string TraceId { get; init; }
    public required string SpanId { get; init; }
    public string? ParentSpanId { get; init; }
    public required string Name { get; init; }

    /// <summary><c>agent | model | tool | retriever | prompt | chain | embedding | reranker | evaluator | guardrail | function | event |
    /// span</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>Null where the source had no times.</summary>
    public DateTimeOffset? StartTime { get; init; }

    /// <summary>Nanoseconds since 1970 that place the span: its start, or its place in an import without times.</summary>
    public long StartUnixNano { get; init; }
    public double? DurationMs { get; init; }

    /// <summary><c>unset | ok | error</c>.</summary>
    public string Status { get; init; } = "unset";
    public string? StatusMessage { get; init; }
    public string? Input { get; init; }
    public string? Output { get; init; }

    /// <summary>The input's messages in the platform's chat form; empty where the span is no model call.</summary>
    public IReadOnlyList<ChatMessage> Messages { get; init; } = [];
    public IReadOnlyList<ChatMessage> OutputMessages { get; init; } = [];
    public IReadOnlyList<ChatTool> Tools { get; init; } = [];
    public string? Model { get; init; }
    public string? Provider { get; init; }
    public JsonElement? Parameters { get; init; }
    public TokenUsage Tokens { get; init; } = new();
    public decimal? CostUsd { get; init; }
    public double? TimeToFirstTokenMs { get; init; }
    public PromptLink? Prompt { get; init; }
    public ToolUse? Tool { get; init; }
    public string? UserId { get; init; }
    public string? SessionId { get; init; }
    public string Environment { get; init; } = "";
    public string? Release { get; init; }
    public string? Service { get; init; }
    public IReadOnlyList<string> Tags { get; init; } = [];
    public IReadOnlyDictionary<string, string> Attributes { get; init; } = new Dictionary<string, string>();
    public IReadOnlyDictionary<string, string> Resource { get; init; } = new Dictionary<string, string>();
    public string? Scope { get; init; }
    public IReadOnlyList<SpanEvent> Events { get; init; } = [];
    public IReadOnlyList<Score> Scores { get; init; } = [];

    /// <summary>Which convention the span was read by, with the normaliser's version: <c>openinference/1</c>.</summary>
    public string Dialect { get; init; } = "";

    /// <summary>Which rule derived <see cref="Tokens"/>: <c>inclusive | exclusive | none</c>, with the raw field names.</summary>
    public string? TokenRule { get; init; }
    public SpanRef? ReplayOf { get; init; }

    /// <summary>The cluster the source knew (a task, for the imported conversations).</summary>
    public string? TaskId { get; init; }
    public bool Simulated { get; init; }

    /// <summary>
    /// Fields (<c>input</c>, <c>attributes/KEY</c>) that hold their beginning only, because the whole text is elsewhere in this span or
    /// would make the answer
    /// too long; <c>content</c> where the span comes with previews for that reason. <c>GET /spans/{traceId}/{spanId}/text?field=…</c> has
    /// each whole.
    /// </summary>
    public IReadOnlyList<string> Shortened { get; init; } = [];

    /// <summary>Fields (<c>input</c>, <c>attributes/KEY</c>) that hold their beginning only, because the whole text has expired.</summary>
    public IReadOnlyList<string> Incomplete { get; init; } = [];
}

public sealed record PromptLink(string Key, string? Version, IReadOnlyDictionary<string, string>? Variables);

public sealed record ToolUse(string Name, string? CallId, string? Arguments, string? Result);

public sealed record SpanRef(string TraceId, string SpanId);

public sealed record SpanEvent(string Name, DateTimeOffset Time, IReadOnlyDictionary<string, string> Attributes);

/// <summary>A row of <c>GET /sessions</c>, last activity first.</summary>
public sealed record SessionSummary(
    string SessionId,
    DateTimeOffset FirstTime,
    DateTimeOffset LastTime,
    int TraceCount,
    int SpanCount,
    int ErrorCount,
    string? UserId,
    string? Input,
    string? Output,
    TokenUsage Tokens,
    decimal? CostUsd,
    IReadOnlyList<Score> Scores
);

public sealed record SessionDetail(string SessionId, IReadOnlyList<TraceDetail> Traces, IReadOnlyList<Score> Scores)
{
    /// <summary>Traces the session has; an answer holds those of its first 20,000 spans.</summary>
    public int TraceCount { get; init; }
}

/// <summary>A row of <c>GET /users</c>, last activity first.</summary>
public sealed record UserSummary(string UserId, DateTimeOffset LastTime, int TraceCount, int SessionCount, decimal? CostUsd);

/// <summary>Values of a field with how many traces have them, most frequent first.</summary>
public sealed record Facet(string Field, IReadOnlyList<FacetValue> Values);

public sealed record FacetValue(string Value, long Count);

/// <summary>Traces over time, for the chart above the list and the overview. Buckets without rows are present with zeros.</summary>
public sealed record TraceHistogram(int BucketSeconds, IReadOnlyList<HistogramBucket> Buckets)
{
    /// <summary>Of all buckets together: a percentile cannot be had from the buckets'.</summary>
    public TraceTotals Totals { get; init; } = new();
}

/// <param name="Errors">Traces in which a span failed.</param>
/// <param name="Priced">Traces of which a cost is known, and which <paramref name="CostUsd"/> sums up.</param>
/// <param name="Timed">Traces of which a duration is known, and of which <paramref name="DurationP95Ms"/> is the 95th percentile.</param>
public sealed record TraceTotals(
    long Traces = 0,
    long Errors = 0,
    decimal? CostUsd = null,
    long Priced = 0,
    double? DurationP95Ms = null,
    long Timed = 0
);

public sealed record HistogramBucket(DateTimeOffset Time, long Traces, long Errors, decimal? CostUsd, double? DurationP95Ms);

/// <summary>Body of <c>POST /spans/select</c>: the frozen selection behind a replay.</summary>
/// <param name="Q">Query bar language.</param>
/// <param name="SampleSize">0 only counts.</param>
/// <param name="WholeSessions">Take every model span of each selected session (teacher-forced), in turn order.</param>
public sealed record SpanSelection(string? Q, DateTimeOffset? From, DateTimeOffset? To, int SampleSize, long Seed, bool WholeSessions)
{
    /// <summary><c>call</c>: all terms on the same span. <c>trace</c>: as in the list of traces, and every call of those.</summary>
    public string Match { get; init; } = "call";
}

/// <summary>Spans chosen, the population they came from, and whether the filter used outcomes (scores, errors, feedback). A span comes with
/// its messages, and without the texts they were read from.</summary>
public sealed record SelectedSpans(IReadOnlyList<SpanDetail> Spans, long Population, bool OutcomeDependent, string FrozenQuery);

/// <summary>What an import did; <see cref="From"/> and <see cref="To"/> bound what it wrote, so that a reader can be led to it.</summary>
public sealed record ImportResult(
    int Traces,
    int Spans,
    int Sessions,
    int Scores,
    DateTimeOffset From,
    DateTimeOffset To,
    IReadOnlyList<string> Warnings
);

/// <summary>An event of <c>GET /traces/events</c>.</summary>
/// <param name="Items">Traces that are new or have grown, newest first, each as it is now; none where nothing happened.</param>
/// <param name="Skipped">Traces since the event before that came faster than they could be told; the list has them.</param>
public sealed record TraceTail(IReadOnlyList<TraceSummary> Items, int Skipped);
