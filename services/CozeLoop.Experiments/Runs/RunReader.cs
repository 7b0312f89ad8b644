using CozeLoop.Contracts.Api;
using CozeLoop.Experiments.Comparisons;
using CozeLoop.Experiments.Storage;

namespace CozeLoop.Experiments.Runs;

/// <summary>Reads a run into the form that is compared.</summary>
internal sealed class RunReader(ReplayStore store)
{
    public async Task<RunOutcome> ReadAsync(ReplayRow replay, CancellationToken ct)
    {
        var items = await store.ItemsAsync(replay.WorkspaceId, replay.Id, ct);
        var calls = (await store.CallsAsync(replay.WorkspaceId, replay.Id, ct)).ToLookup(c => c.ItemId);
        var results = await ResultsAsync(replay.Id, ct);
        var totals = await store.TotalsAsync(replay.Id, ct);
        return new RunOutcome(
            Columns.FromJson<CreateReplay>(replay.RequestJson),
            Columns.FromJson<ReplayPlan>(replay.PlanJson),
            [
                .. Columns
                    .FromJson<IReadOnlyList<PlannedEvaluator>>(replay.EvaluatorsJson)
                    .Select(e => new JudgedBy(e.Key, e.Version, e.Kind)),
            ],
            [.. items.Select(i => Item(i, calls[i.Id], results))]
        )
        {
            Attempt = replay.Attempt,
            StoppedByBudget = replay.BudgetStopped,
            Exclusions = Columns.FromJson<Dictionary<string, int>>(replay.ExclusionsJson),
            CostUsd = totals.CostUsd,
            CachedCalls = totals.Cached,
        };
    }

    public async Task<ILookup<string, EvaluationResult>> ResultsAsync(string replayId, CancellationToken ct) =>
        (await store.ResultsAsync(replayId, ct)).ToLookup(r => r.CallId, r => Columns.FromJson<EvaluationResult>(r.ResultJson));

    public static ItemOutcome Item(ItemRow item, IEnumerable<CallRow> calls, ILookup<string, EvaluationResult> results)
    {
        CallOutcome? Of(string arm, int sample) =>
            calls.FirstOrDefault(c => c.Arm == arm && c.Sample == sample) is { } call ? Outcome(call, results[call.Id]) : null;
        return new ItemOutcome(item.Id, item.Cluster, item.Recovery, Of(Arms.Baseline, 0), Of(Arms.Baseline, 1), Of(Arms.Candidate, 0));
    }

    private static CallOutcome Outcome(CallRow call, IEnumerable<EvaluationResult> results)
    {
        var fate = call.State switch
        {
            CallStates.Done => CallFate.Answered,
            CallStates.Failed => CallFate.Failed,
            CallStates.Missing => CallFate.Missing,
            CallStates.Skipped => CallFate.Skipped,
            _ => CallFate.Open,
        };
        return new CallOutcome(
            fate,
            call.Cause,
            results.ToDictionary(r => r.Key),
            call.LatencyMs,
            Columns.FromNano(call.CostNano),
            call.Cached,
            call.Simulated
        );
    }
}
