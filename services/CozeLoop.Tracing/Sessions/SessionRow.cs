using CozeLoop.Chat;
using CozeLoop.Contracts;
using CozeLoop.Contracts.Api;

namespace CozeLoop.Tracing.Sessions;

internal sealed record SessionCandidateRow(string SessionId, long PlaceNano);

internal sealed record SessionTraceRow(string TraceId, string SessionId, long StartNano);

/// <summary>A row of <see cref="SessionSql.Summaries"/>; empty texts mean unknown.</summary>
internal sealed record SessionRow
{
    public required string SessionId { get; init; }
    public long FirstNano { get; init; }
    public long LastNano { get; init; }
    public int TraceCount { get; init; }
    public int SpanCount { get; init; }
    public int ErrorCount { get; init; }
    public required string UserId { get; init; }
    public required string Input { get; init; }
    public required string Output { get; init; }
    public long? TokensInput { get; init; }
    public long? TokensOutput { get; init; }
    public long? TokensCacheRead { get; init; }
    public long? TokensCacheWrite { get; init; }
    public long? TokensReasoning { get; init; }
    public long? TokensAudio { get; init; }
    public decimal? CostUsd { get; init; }

    public SessionSummary ToSummary(IReadOnlyList<Score> scores) =>
        new(
            SessionId,
            Times.OfUnixNano(FirstNano),
            Times.OfUnixNano(LastNano),
            TraceCount,
            SpanCount,
            ErrorCount,
            Known(UserId),
            Known(Input),
            Known(Output),
            new TokenUsage
            {
                Input = TokensInput,
                Output = TokensOutput,
                CacheRead = TokensCacheRead,
                CacheWrite = TokensCacheWrite,
                Reasoning = TokensReasoning,
                Audio = TokensAudio,
            },
            CostUsd,
            scores
        );

    private static string? Known(string text) => text.Length > 0 ? text : null;
}
