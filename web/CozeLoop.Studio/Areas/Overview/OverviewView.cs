using CozeLoop.Contracts.Api;

namespace CozeLoop.Studio.Areas.Overview;

/// <summary>What the overview shows, and the few sums it derives.</summary>
public sealed record OverviewView
{
    public required TraceHistogram Traces { get; init; }

    /// <summary>The range of the same length before; null where there is none ("all time").</summary>
    public TraceHistogram? Before { get; init; }

    /// <summary>The newest trace of the workspace; null in an empty one.</summary>
    public DateTimeOffset? Latest { get; init; }
    public bool HasSample { get; init; }
    public IReadOnlyList<Replay> Replays { get; init; } = [];
    public IReadOnlyList<Prompt> Prompts { get; init; } = [];

    public bool IsEmptyWorkspace => Latest is null && Replays.Count == 0;
    public long TraceCount => Traces.Totals.Traces;
    public long ErrorCount => Traces.Totals.Errors;
    public double? ErrorShare => Share(Traces.Totals);
    public IReadOnlyList<Replay> Running => [.. Replays.Where(r => r.State is RunStates.Running or RunStates.Paused)];
    public Replay? LastJudged => Replays.Where(r => r.Verdict is not null).MaxBy(r => r.FinishedAt ?? r.CreatedAt);

    /// <summary>What is in production, newest first.</summary>
    public IReadOnlyList<(Prompt Prompt, int Version)> InProduction =>
        [
            .. Prompts
                .Where(p => p.Labels.ContainsKey("production"))
                .OrderByDescending(p => p.Promotions.Select(m => (DateTimeOffset?)m.Time).Max())
                .Select(p => (p, p.Labels["production"])),
        ];

    /// <summary>Moves of labels inside the shown time, oldest first.</summary>
    public IReadOnlyList<(Prompt Prompt, PromptPromotion Move)> Moves
    {
        get
        {
            if (Traces.Buckets is not [var first, .., var last])
                return [];
            var end = last.Time.AddSeconds(Traces.BucketSeconds);
            return
            [
                .. Prompts
                    .SelectMany(p => p.Promotions.Select(m => (p, m)))
                    .Where(x => x.m.Time >= first.Time && x.m.Time <= end)
                    .OrderBy(x => x.m.Time),
            ];
        }
    }

    /// <summary>Relative to the range before, null without one or with nothing in it.</summary>
    public double? TracesChange => Before?.Totals.Traces is > 0 and var n ? (double)TraceCount / n - 1 : null;

    /// <summary>Difference of the error shares, null without traces before.</summary>
    public double? ErrorShareChange => Before is null ? null : ErrorShare - Share(Before.Totals);

    private static double? Share(TraceTotals of) => of.Traces > 0 ? (double)of.Errors / of.Traces : null;
}
