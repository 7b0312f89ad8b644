using CozeLoop.Contracts;
using CozeLoop.Contracts.Api;
using CozeLoop.Experiments.Storage;

namespace CozeLoop.Experiments.Replays;

/// <summary>A replay as the API shows it.</summary>
internal sealed class ReplayView(RunStore store)
{
    public async Task<Replay> OfAsync(RunRow row, CancellationToken ct) => (await OfAsync([row], ct))[0];

    /// <summary>However many, in two queries.</summary>
    public async Task<IReadOnlyList<Replay>> OfAsync(IReadOnlyList<RunRow> rows, CancellationToken ct)
    {
        string[] ids = [.. rows.Select(r => r.Id)];
        var totals = await store.TotalsAsync(ids, ct);
        var promotions = (await store.PromotionsAsync(ids, ct)).ToLookup(p => p.RunId);
        return [.. rows.Select(row => Of(row, totals[row.Id], promotions[row.Id]))];
    }

    public static ReplayPlan PlanOf(RunRow row) =>
        Columns.FromJson<ReplayPlan>(row.PlanJson) with
        {
            Exclusions = Columns.FromJson<Dictionary<string, int>>(row.ExclusionsJson),
        };

    private static Replay Of(RunRow row, CallTotals totals, IEnumerable<PromotionRow> promotions)
    {
        var request = Columns.FromJson<CreateReplay>(row.RequestJson);
        var plan = PlanOf(row);
        var comparison = Columns.FromJsonOrNull<Comparison>(row.ComparisonJson);
        return new Replay
        {
            Id = row.Id,
            Name = row.Name,
            State = row.State,
            StateReason = row.StateReason,
            Failure = Columns.FromJsonOrNull<RunFailure>(row.FailureJson),
            Mode = request.Mode,
            Progress = new Progress(totals.Done, totals.Missing, totals.Total - totals.Skipped),
            Plan = plan,
            Request = request,
            CreatedAt = Times.OfUnixMs(row.CreatedMs),
            StartedAt = Times.OfUnixMs(row.StartedMs),
            FinishedAt = Times.OfUnixMs(row.FinishedMs),
            CostUsd = totals.CostUsd,
            PromptKey = row.PromptKey,
            BaselineVersion = row.BaselineVersion,
            CandidateVersion = row.CandidateVersion,
            Verdict = comparison?.Verdict,
            Decision = comparison?.Decision,
            Sentence = comparison?.Sentence,
            Effect = comparison?.Metrics.FirstOrDefault(m => m.Primary)
                is { Difference: { } difference, Low: { } low, High: { } high } primary
                ? new MetricSummary(difference, low, high, primary.Unit)
                : null,
            Promotions = [.. promotions.Select(p => new ReplayPromotion(p.Label, p.Version, Times.OfUnixMs(p.TimeMs), p.Actor, p.Reason))],
            RepeatedCalls = totals.Repeated,
            Simulated = comparison?.Simulated ?? (plan.Simulated || totals.Simulated > 0),
            Attempt = row.Attempt,
            Waiting = RunStates.IsEnd(row.State) ? [] : Columns.FromJsonOrNull<IReadOnlyList<Wait>>(row.WaitingJson) ?? [],
        };
    }
}
