using CozeLoop.Chat;

namespace CozeLoop.Contracts.Api;

/// <summary>
/// What the spans of a trace or a session add up to. The lists sum the same in the store (<see cref="TraceSummary"/>,
/// <see cref="SessionSummary"/>); whoever holds
/// the spans themselves sums here, so that a number is the same wherever it is shown.
/// </summary>
/// <param name="Errors">Spans that failed, see <see cref="IsError"/>.</param>
/// <param name="Tokens">Of calls that are paid for alone: an agent's span often repeats the sum of its children. A kind nobody stated is
/// null.</param>
/// <param name="CostUsd">Of the same calls; null where none has a known cost.</param>
/// <param name="DurationMs">From the first start to the last end; null where no span has a duration.</param>
public sealed record TraceFigures(int Spans, int Errors, TokenUsage Tokens, decimal? CostUsd, double? DurationMs)
{
    public static TraceFigures Of(IReadOnlyCollection<SpanDetail> spans) =>
        new(spans.Count, spans.Count(IsError), TokensOf(spans), Sum(spans.Where(IsBilled).Select(s => s.CostUsd)), Duration(spans));

    /// <summary>A span failed when its status is error, whatever its parent says; a trace or session has an error when a span of it
    /// failed.</summary>
    public static bool IsError(SpanDetail span) => span.Status == SpanStatuses.Error;

    /// <summary>Calls of which each is paid for by itself.</summary>
    public static bool IsBilled(SpanDetail span) => SpanKinds.Billed.Contains(span.Kind);

    private static TokenUsage TokensOf(IReadOnlyCollection<SpanDetail> spans)
    {
        long? Of(Func<TokenUsage, long?> kind) => (long?)Sum(spans.Where(IsBilled).Select(s => (decimal?)kind(s.Tokens)));
        return new TokenUsage
        {
            Input = Of(t => t.Input),
            Output = Of(t => t.Output),
            CacheRead = Of(t => t.CacheRead),
            CacheWrite = Of(t => t.CacheWrite),
            Reasoning = Of(t => t.Reasoning),
            Audio = Of(t => t.Audio),
        };
    }

    private static decimal? Sum(IEnumerable<decimal?> values)
    {
        var known = values.OfType<decimal>().ToList();
        return known.Count > 0 ? known.Sum() : null;
    }

    private static double? Duration(IReadOnlyCollection<SpanDetail> spans)
    {
        var timed = spans.Where(s => s.StartTime is not null).ToList();
        if (timed.All(s => s.DurationMs is null))
            return null;
        long first = timed.Min(s => s.StartUnixNano);
        return timed.Max(s => (s.StartUnixNano - first) / 1e6 + (s.DurationMs ?? 0));
    }
}
