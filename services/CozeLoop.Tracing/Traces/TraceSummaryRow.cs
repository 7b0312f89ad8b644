using CozeLoop.Chat;
using CozeLoop.Contracts;
using CozeLoop.Contracts.Api;

namespace CozeLoop.Tracing.Traces;

/// <summary>A row of <see cref="TraceListSql.Candidates"/>.</summary>
internal sealed record CandidateRow(string TraceId, long PlaceNano, int Spans);

/// <summary>A row of <see cref="TraceListSql.Found"/>.</summary>
internal sealed record FoundRow(string TraceId);

/// <summary>A row of <see cref="TraceListSql.Summaries"/>; empty texts mean unknown.</summary>
internal sealed record TraceSummaryRow
{
    public required string TraceId { get; init; }
    public long PlaceNano { get; init; }
    public long StartNano { get; init; }
    public required string Name { get; init; }
    public required string Kind { get; init; }
    public required string Environment { get; init; }
    public required string Input { get; init; }
    public required string Output { get; init; }
    public long? DurationNano { get; init; }
    public int TimeUnknown { get; init; }
    public int SpanCount { get; init; }
    public int ErrorCount { get; init; }
    public int ToolCount { get; init; }
    public required string UserId { get; init; }
    public required string SessionId { get; init; }
    public required IReadOnlyList<string> Models { get; init; }
    public required IReadOnlyList<string> Tags { get; init; }
    public long? TokensInput { get; init; }
    public long? TokensOutput { get; init; }
    public long? TokensCacheRead { get; init; }
    public long? TokensCacheWrite { get; init; }
    public long? TokensReasoning { get; init; }
    public long? TokensAudio { get; init; }
    public decimal? CostUsd { get; init; }

    public TraceSummary ToSummary(IReadOnlyList<Score> scores) =>
        new()
        {
            TraceId = TraceId,
            Name = Name,
            Kind = Kind,
            StartTime = TimeUnknown == 1 ? null : Times.OfUnixNano(StartNano),
            ImportedTime = Times.OfUnixNano(StartNano),
            DurationMs = DurationNano / 1e6,
            SpanCount = SpanCount,
            ErrorCount = ErrorCount,
            ToolCount = ToolCount,
            Input = Known(Input),
            Output = Known(Output),
            UserId = Known(UserId),
            SessionId = Known(SessionId),
            Environment = Environment,
            Models = Models,
            Tags = Tags,
            Tokens = ToUsage(),
            CostUsd = CostUsd,
            Scores = scores,
        };

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

    private static string? Known(string text) => text.Length > 0 ? text : null;
}
