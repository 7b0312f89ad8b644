using System.Text.Json;
using CozeLoop.Chat;

namespace CozeLoop.Contracts.Api;

/// <summary>A row of <c>GET /api/v1/traces</c>.</summary>
public sealed record TraceSummary
{
    /// <summary>Names the trace. Ids are free texts: most are 32 hex digits, some SDKs send UUIDs.</summary>
    public required string TraceId { get; init; }

    /// <summary>Name of its first span.</summary>
    public required string Name { get; init; }

    /// <summary>Kind of its first span.</summary>
    public required string Kind { get; init; }

    /// <summary>Null where the source had no times; <c>importedTime</c> then places the row in the list.</summary>
    public DateTimeOffset? StartTime { get; init; }

    /// <summary>When it was recorded here.</summary>
    public required DateTimeOffset ImportedTime { get; init; }

    /// <summary>From the first start to the last end, in milliseconds; null where the source had no times.</summary>
    public double? DurationMs { get; init; }

    /// <summary>Number of its spans.</summary>
    public int SpanCount { get; init; }

    /// <summary>Number of its spans that failed.</summary>
    public int ErrorCount { get; init; }

    /// <summary>Number of its tool calls.</summary>
    public int ToolCount { get; init; }

    /// <summary>Beginning of what went in; null where nothing was recorded.</summary>
    public string? Input { get; init; }

    /// <summary>Beginning of what came out; null where nothing was recorded.</summary>
    public string? Output { get; init; }

    /// <summary>Whose request it was, as the sender names people; null where unknown.</summary>
    public string? UserId { get; init; }

    /// <summary>The conversation it belongs to; null where unknown.</summary>
    public string? SessionId { get; init; }

    /// <summary>Such as <c>production</c>; may be empty.</summary>
    public string Environment { get; init; } = "";

    /// <summary>Names of the models that were called.</summary>
    public IReadOnlyList<string> Models { get; init; } = [];

    /// <summary>The sender's tags.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>Of all calls that are paid for.</summary>
    public TokenUsage Tokens { get; init; } = new();

    /// <summary>Of the same calls, in US dollars; null where none has a known cost.</summary>
    public decimal? CostUsd { get; init; }

    /// <summary>On the trace and its spans.</summary>
    public IReadOnlyList<Score> Scores { get; init; } = [];
}

/// <summary>A trace with its spans.</summary>
/// <param name="TraceId">Names the trace.</param>
/// <param name="Spans">In tree order: each after its parent, siblings by their start.</param>
/// <param name="Scores">On the trace as a whole.</param>
public sealed record TraceDetail(string TraceId, IReadOnlyList<SpanDetail> Spans, IReadOnlyList<Score> Scores)
{
    /// <summary>Whose request it was; null where unknown.</summary>
    public string? UserId { get; init; }

    /// <summary>The conversation it belongs to; null where unknown.</summary>
    public string? SessionId { get; init; }

    /// <summary>The sender's tags.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>Number of spans the trace has; an answer holds the first 20,000.</summary>
    public int SpanCount { get; init; }
}

/// <summary>One span, whole. Ids are free texts: some SDKs send UUIDs.</summary>
public sealed record SpanDetail
{
    /// <summary>The trace it belongs to.</summary>
    public required string TraceId { get; init; }

    /// <summary>Names the span within its trace.</summary>
    public required string SpanId { get; init; }

    /// <summary>The span that it is part of; null for a root.</summary>
    public string? ParentSpanId { get; init; }

    /// <summary>The sender's name of the operation.</summary>
    public required string Name { get; init; }

    /// <summary>
    /// <c>agent | model | tool | retriever | prompt | chain | embedding | reranker | evaluator | guardrail | function | event | span</c>.
    /// </summary>
    public required string Kind { get; init; }

    /// <summary>Null where the source had no times.</summary>
    public DateTimeOffset? StartTime { get; init; }

    /// <summary>Nanoseconds since 1970 that place the span: its start, or its place in an import without times.</summary>
    public long StartUnixNano { get; init; }

    /// <summary>In milliseconds; null where the source had no times.</summary>
    public double? DurationMs { get; init; }

    /// <summary><c>unset | ok | error</c>.</summary>
    public string Status { get; init; } = SpanStatuses.Unset;

    /// <summary>What went wrong, in the sender's words; null for nothing said.</summary>
    public string? StatusMessage { get; init; }

    /// <summary>Severity as the sender recorded it, <c>DEBUG | DEFAULT | WARNING | ERROR</c>; derived from the status where it recorded
    /// none.</summary>
    public string Level { get; init; } = SpanLevels.Default;

    /// <summary>What went in, as text; null where nothing was recorded.</summary>
    public string? Input { get; init; }

    /// <summary>What came out, as text; null where nothing was recorded.</summary>
    public string? Output { get; init; }

    /// <summary>The input's messages in the platform's chat format; empty where the span is not a model call.</summary>
    public IReadOnlyList<ChatMessage> Messages { get; init; } = [];

    /// <summary>The model's answer in the same form; empty where the span is not a model call.</summary>
    public IReadOnlyList<ChatMessage> OutputMessages { get; init; } = [];

    /// <summary>The tools that the model might have called.</summary>
    public IReadOnlyList<ChatTool> Tools { get; init; } = [];

    /// <summary>Name of the model; null where the span is not a call of one.</summary>
    public string? Model { get; init; }

    /// <summary>Who served the model, such as <c>openai</c>; null where unknown.</summary>
    public string? Provider { get; init; }

    /// <summary>The call's parameters as the sender recorded them; null where there are none.</summary>
    public JsonElement? Parameters { get; init; }

    /// <summary>Tokens of the call by kind.</summary>
    public TokenUsage Tokens { get; init; } = new();

    /// <summary>In US dollars, stated by the sender or computed from the price list; null where unknown.</summary>
    public decimal? CostUsd { get; init; }

    /// <summary>From the start to the first token of the answer, in milliseconds; null where unknown.</summary>
    public double? TimeToFirstTokenMs { get; init; }

    /// <summary>The managed prompt behind the call; null where none is linked.</summary>
    public PromptLink? Prompt { get; init; }

    /// <summary>The tool that the span is a call of; null for other kinds.</summary>
    public ToolUse? Tool { get; init; }

    /// <summary>Whose request it was; null where unknown.</summary>
    public string? UserId { get; init; }

    /// <summary>The conversation it belongs to; null where unknown.</summary>
    public string? SessionId { get; init; }

    /// <summary>Such as <c>production</c>; may be empty.</summary>
    public string Environment { get; init; } = "";

    /// <summary>Version of the application that sent it; null where unknown.</summary>
    public string? Release { get; init; }

    /// <summary>Of the part of the program that the span is about, or of the service.</summary>
    public string? Version { get; init; }

    /// <summary>Name of the application that sent it; null where unknown.</summary>
    public string? Service { get; init; }

    /// <summary>The sender's tags.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>Every attribute that the sender gave the span, as texts.</summary>
    public IReadOnlyDictionary<string, string> Attributes { get; init; } = new Dictionary<string, string>();

    /// <summary>Every attribute of the process that sent it, as texts.</summary>
    public IReadOnlyDictionary<string, string> Resource { get; init; } = new Dictionary<string, string>();

    /// <summary>Name of the instrumentation library; null where unknown.</summary>
    public string? Scope { get; init; }

    /// <summary>What happened during the span, in order.</summary>
    public IReadOnlyList<SpanEvent> Events { get; init; } = [];

    /// <summary>On the span.</summary>
    public IReadOnlyList<Score> Scores { get; init; } = [];

    /// <summary>Which convention the span was read by, with the reader's version: <c>openinference/1</c>.</summary>
    public string Dialect { get; init; } = "";

    /// <summary>Which rule derived <c>tokens</c>: <c>inclusive | exclusive | none</c>, with the raw field names.</summary>
    public string? TokenRule { get; init; }

    /// <summary>The recorded call that this one repeats; null where it repeats none.</summary>
    public SpanRef? ReplayOf { get; init; }

    /// <summary>The cluster the source knew (a task, for the imported conversations).</summary>
    public string? TaskId { get; init; }

    /// <summary>No real model answered.</summary>
    public bool Simulated { get; init; }

    /// <summary>
    /// Fields (<c>input</c>, <c>attributes/KEY</c>) that hold their beginning only, because the whole text is elsewhere in this span or
    /// would make the answer too long; <c>content</c> where the span comes with previews for that reason. <c>GET
    /// /api/v1/spans/{traceId}/{spanId}/text?field=…</c> has each whole.
    /// </summary>
    public IReadOnlyList<string> Shortened { get; init; } = [];

    /// <summary>
    /// Fields (<c>input</c>, <c>messages</c>, <c>attributes</c>, <c>attributes/KEY</c>) of which part is missing or could not be read;
    /// <c>incompleteCauses</c> says why.
    /// </summary>
    public IReadOnlyList<string> Incomplete { get; init; } = [];

    /// <summary>
    /// For each field of <c>incomplete</c>: <c>content_expired | content_dropped | content_cut | content_not_recorded |
    /// content_unreadable</c>.
    /// </summary>
    public IReadOnlyDictionary<string, string> IncompleteCauses { get; init; } = new Dictionary<string, string>();
}

/// <summary>The managed prompt behind a call.</summary>
/// <param name="Key">The prompt's key, as the sender named it.</param>
/// <param name="Version">Its version; null where the sender named none.</param>
/// <param name="Variables">What the variables were filled with; null where nothing was recorded.</param>
public sealed record PromptLink(string Key, string? Version, IReadOnlyDictionary<string, string>? Variables);

/// <summary>A call of a tool.</summary>
/// <param name="Name">The tool's name.</param>
/// <param name="CallId">The model's id of the call; null where unknown.</param>
/// <param name="Arguments">What it was called with, as JSON text; null where nothing was recorded.</param>
/// <param name="Result">What it gave back, as text; null where nothing was recorded.</param>
public sealed record ToolUse(string Name, string? CallId, string? Arguments, string? Result);

/// <summary>Names a span.</summary>
/// <param name="TraceId">The trace it belongs to.</param>
/// <param name="SpanId">The span within it.</param>
public sealed record SpanRef(string TraceId, string SpanId);

/// <summary>Something that happened during a span.</summary>
/// <param name="Name">The sender's name of it.</param>
/// <param name="Time">When it happened.</param>
/// <param name="Attributes">What the sender said about it, as texts.</param>
public sealed record SpanEvent(string Name, DateTimeOffset Time, IReadOnlyDictionary<string, string> Attributes);

/// <summary>A row of <c>GET /api/v1/sessions</c>.</summary>
/// <param name="SessionId">Names the session, as the sender does.</param>
/// <param name="FirstTime">Start of its first trace.</param>
/// <param name="LastTime">Start of its last trace.</param>
/// <param name="TraceCount">Number of its traces.</param>
/// <param name="SpanCount">Number of their spans.</param>
/// <param name="ErrorCount">Number of spans that failed.</param>
/// <param name="UserId">Whose conversation it is; null where unknown.</param>
/// <param name="Input">Beginning of the first input; null where nothing was recorded.</param>
/// <param name="Output">Beginning of the last output; null where nothing was recorded.</param>
/// <param name="Tokens">Of all calls that are paid for.</param>
/// <param name="CostUsd">Of the same calls, in US dollars; null where none has a known cost.</param>
/// <param name="Scores">On the session as a whole.</param>
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

/// <summary>A session with its traces.</summary>
/// <param name="SessionId">Names the session, as the sender does.</param>
/// <param name="Traces">In order of time.</param>
/// <param name="Scores">On the session as a whole.</param>
public sealed record SessionDetail(string SessionId, IReadOnlyList<TraceDetail> Traces, IReadOnlyList<Score> Scores)
{
    /// <summary>Number of traces the session has; an answer holds those of its first 20,000 spans.</summary>
    public int TraceCount { get; init; }
}

/// <summary>A row of <c>GET /api/v1/users</c>.</summary>
/// <param name="UserId">Names the person, as the sender does.</param>
/// <param name="LastTime">Start of the last trace.</param>
/// <param name="TraceCount">Number of traces in the range.</param>
/// <param name="SessionCount">Number of sessions in the range.</param>
/// <param name="CostUsd">Of the paid calls in the range, in US dollars; null where none has a known cost.</param>
public sealed record UserSummary(string UserId, DateTimeOffset LastTime, int TraceCount, int SessionCount, decimal? CostUsd);

/// <summary>The most frequent values of a field.</summary>
/// <param name="Field">The field, as the query language names it.</param>
/// <param name="Values">Most frequent first.</param>
public sealed record Facet(string Field, IReadOnlyList<FacetValue> Values);

/// <summary>A value with how many traces have it.</summary>
/// <param name="Value">As the query language writes it.</param>
/// <param name="Count">Number of traces.</param>
public sealed record FacetValue(string Value, long Count);

/// <summary>Traces over time. Buckets without rows are present with zeros.</summary>
/// <param name="BucketSeconds">Length of a bucket, in seconds.</param>
/// <param name="Buckets">Oldest first, without gaps.</param>
public sealed record TraceHistogram(int BucketSeconds, IReadOnlyList<HistogramBucket> Buckets)
{
    /// <summary>Of all buckets together: a percentile cannot be had from the buckets'.</summary>
    public TraceTotals Totals { get; init; } = new();
}

/// <summary>What traces add up to.</summary>
/// <param name="Traces">Number of traces.</param>
/// <param name="Errors">Number of traces in which a span failed.</param>
/// <param name="CostUsd">Sum of the known costs, in US dollars; null where none is known.</param>
/// <param name="Priced">Number of traces of which a cost is known, and which <c>costUsd</c> sums up.</param>
/// <param name="DurationP95Ms">95th percentile of the known durations, in milliseconds; null where none is known.</param>
/// <param name="Timed">Number of traces of which a duration is known, and which <c>durationP95Ms</c> counts.</param>
public sealed record TraceTotals(
    long Traces = 0,
    long Errors = 0,
    decimal? CostUsd = null,
    long Priced = 0,
    double? DurationP95Ms = null,
    long Timed = 0
);

/// <summary>A bucket of time.</summary>
/// <param name="Time">Its beginning, inclusive.</param>
/// <param name="Traces">Number of traces that started in it.</param>
/// <param name="Errors">Number of those in which a span failed.</param>
/// <param name="CostUsd">Sum of their known costs, in US dollars; null where none is known.</param>
/// <param name="DurationP95Ms">95th percentile of their known durations, in milliseconds; null where none is known.</param>
public sealed record HistogramBucket(DateTimeOffset Time, long Traces, long Errors, decimal? CostUsd, double? DurationP95Ms);

/// <summary>Body of <c>POST /spans/select</c>: the frozen selection behind a replay.</summary>
/// <param name="Q">Query bar language.</param>
/// <param name="SampleSize">0 only counts.</param>
/// <param name="WholeSessions">Take every model span of each selected session (teacher-forced), in turn order.</param>
public sealed record SpanSelection(string? Q, DateTimeOffset? From, DateTimeOffset? To, int SampleSize, long Seed, bool WholeSessions)
{
    /// <summary><c>call</c>: all terms on the same span. <c>trace</c>: as in the list of traces, and every call of those.</summary>
    public string Match { get; init; } = SelectionMatches.Call;
}

/// <summary>Spans chosen, the population they came from, and whether the filter used outcomes (scores, errors, feedback). A span comes with
/// its messages, and without the texts they were read from.</summary>
public sealed record SelectedSpans(IReadOnlyList<SpanDetail> Spans, long Population, bool OutcomeDependent, string FrozenQuery);

/// <summary>What an import did.</summary>
/// <param name="Traces">Number of traces written.</param>
/// <param name="Spans">Number of spans written.</param>
/// <param name="Sessions">Number of sessions written.</param>
/// <param name="Scores">Number of scores written.</param>
/// <param name="From">Time of the first span written.</param>
/// <param name="To">Time of the last span written, exclusive: <c>from</c> and <c>to</c> select what was imported.</param>
/// <param name="Warnings">What could not be imported, or only in part, in English sentences.</param>
public sealed record ImportResult(
    int Traces,
    int Spans,
    int Sessions,
    int Scores,
    DateTimeOffset From,
    DateTimeOffset To,
    IReadOnlyList<string> Warnings
);

/// <summary>The data of a <c>traces</c> event of <c>GET /api/v1/traces/events</c>.</summary>
/// <param name="Items">Traces that are new or have grown, newest first, each as it is now; none where nothing happened.</param>
/// <param name="Skipped">Number of traces since the previous event that came faster than they could be sent; the list has them.</param>
public sealed record TraceTail(IReadOnlyList<TraceSummary> Items, int Skipped);
