using CozeLoop.Contracts.Api;
using CozeLoop.Experiments.Comparisons;
using CozeLoop.Experiments.Storage;
using Dapper;

namespace CozeLoop.Experiments.Runs.Reading;

/// <summary>Reads what came of a run into the form that is compared: of every item its calls and scores, and none of its texts.</summary>
internal sealed class OutcomeReader(ExperimentsDatabase db, RunStore store, RunSources sources)
{
    public async Task<RunOutcome> ReadAsync(RunRow run, CancellationToken ct)
    {
        var items = await ItemsAsync(run.Id, ct);
        var calls = (await CallsAsync(run.Id, ct)).ToLookup(c => c.ItemId);
        var results = (await store.ResultsAsync(run.Id, ct)).ToLookup(r => r.CallId, r => r.Result);
        var totals = (await store.TotalsAsync([run.Id], ct))[run.Id];
        return new RunOutcome(
            sources.DesignOf(run),
            [
                .. Columns
                    .FromJson<IReadOnlyList<PlannedEvaluator>>(run.EvaluatorsJson)
                    .Select(e => new JudgedBy(e.Key, e.Version, e.Kind) { Scale = e.Scale }),
            ],
            [.. items.Select(i => Item(i, calls[i.Id], results))]
        )
        {
            Attempt = run.Attempt,
            StoppedByBudget = run.BudgetStopped,
            Exclusions = Columns.FromJson<Dictionary<string, int>>(run.ExclusionsJson),
            CostUsd = totals.CostUsd,
            CachedCalls = totals.Cached,
        };
    }

    private static ItemOutcome Item(ItemKeys item, IEnumerable<CallFacts> calls, ILookup<string, EvaluationResult> results)
    {
        CallOutcome? Of(string arm, int sample) =>
            calls.FirstOrDefault(c => c.Arm == arm && c.Sample == sample) is { } call ? Outcome(call, results[call.Id]) : null;
        return new ItemOutcome(item.Id, item.Cluster, item.Recovery, Of(Arms.Baseline, 0), Of(Arms.Baseline, 1), Of(Arms.Candidate, 0));
    }

    private static CallOutcome Outcome(CallFacts call, IEnumerable<EvaluationResult> results)
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
        )
        {
            Said = call.CauseMessage,
        };
    }

    private async Task<IReadOnlyList<ItemKeys>> ItemsAsync(string runId, CancellationToken ct) =>
        (
            await db.ReadAsync(
                c =>
                    c.QueryAsync<ItemKeys>(
                        "SELECT id AS Id, cluster_key AS Cluster, recovery AS Recovery FROM run_items "
                            + "WHERE run_id = @runId ORDER BY position",
                        new { runId }
                    ),
                ct
            )
        ).AsList();

    private Task<IEnumerable<CallFacts>> CallsAsync(string runId, CancellationToken ct) =>
        db.ReadAsync(
            c =>
                c.QueryAsync<CallFacts>(
                    """
                    SELECT id AS Id, item_id AS ItemId, arm AS Arm, sample AS Sample, state AS State, cause AS Cause,
                        cause_message AS CauseMessage,
                        latency_ms AS LatencyMs, cost_nano AS CostNano, cached AS Cached, simulated AS Simulated
                    FROM run_calls WHERE run_id = @runId
                    """,
                    new { runId }
                ),
            ct
        );

    private sealed class ItemKeys
    {
        public string Id { get; set; } = "";
        public string Cluster { get; set; } = "";
        public string Recovery { get; set; } = "";
    }

    private sealed class CallFacts
    {
        public string Id { get; set; } = "";
        public string ItemId { get; set; } = "";
        public string Arm { get; set; } = "";
        public int Sample { get; set; }
        public string State { get; set; } = "";
        public string? Cause { get; set; }
        public string? CauseMessage { get; set; }
        public double? LatencyMs { get; set; }
        public long? CostNano { get; set; }
        public bool Cached { get; set; }
        public bool Simulated { get; set; }
    }
}
