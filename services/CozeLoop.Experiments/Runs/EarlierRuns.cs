using CozeLoop.Contracts.Api;
using CozeLoop.Experiments.Comparisons;
using CozeLoop.Experiments.Runs.Reading;
using CozeLoop.Experiments.Storage;
using Dapper;

namespace CozeLoop.Experiments.Runs;

/// <summary>What earlier runs say about a new one.</summary>
internal sealed class EarlierRuns(ExperimentsDatabase db, RunStore store, OutcomeReader reader)
{
    /// <summary>How far back a run of the same metric is looked for.</summary>
    private const int MostLookedAt = 50;

    /// <summary>Runs whose items are taken together.</summary>
    private const int MostPooled = 5;

    /// <summary>
    /// The last finished runs in which this evaluator scored two answers of the old arm, as real or as simulated as the new one: those of
    /// the same prompt, or where there is none those of any.
    /// </summary>
    /// <returns>At most <see cref="MostPooled"/>, the last first.</returns>
    public async Task<IReadOnlyList<(string RunId, MetricData Metric)>> OfMetricAsync(
        long workspace,
        PlannedEvaluator evaluator,
        string? promptKey,
        bool simulated,
        CancellationToken ct
    )
    {
        var finished = await db.ReadAsync(
            c =>
                c.QueryAsync<Finished>(
                    "SELECT id AS Id, prompt_key AS PromptKey, evaluators_json AS EvaluatorsJson FROM runs WHERE workspace_id = @workspace "
                        + $"AND state = '{RunStates.Finished}' AND comparison_json IS NOT NULL "
                        + "ORDER BY finished_ms DESC LIMIT @MostLookedAt",
                    new { workspace, MostLookedAt }
                ),
            ct
        );
        var scored = finished.Where(r => r.Evaluators.Any(e => e.Key == evaluator.Key)).ToArray();
        var same = scored.Where(r => r.PromptKey == promptKey).ToArray();
        var found = new List<(string, MetricData)>();
        foreach (var run in (same.Length > 0 ? same : scored).Take(MostPooled))
        {
            if (await store.FindAsync(workspace, run.Id, ct) is not { } row)
                continue;
            var outcome = await reader.ReadAsync(row, ct);
            var comparison = Columns.FromJsonOrNull<Comparison>(row.ComparisonJson);
            var judge = outcome.Evaluators.First(e => e.Key == evaluator.Key);
            if (comparison?.Simulated == simulated && outcome.Items.Any(i => i.Again is not null))
                found.Add((run.Id, Metrics.OfEvaluator(judge, outcome.Items)));
        }
        return found;
    }

    private sealed class Finished
    {
        public string Id { get; set; } = "";
        public string? PromptKey { get; set; }
        public string EvaluatorsJson { get; set; } = "";
        public IReadOnlyList<PlannedEvaluator> Evaluators => Columns.FromJson<IReadOnlyList<PlannedEvaluator>>(EvaluatorsJson);
    }
}
