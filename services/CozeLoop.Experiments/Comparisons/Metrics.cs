using CozeLoop.Contracts.Api;

namespace CozeLoop.Experiments.Comparisons;

/// <summary>Reads metrics out of a run: one for each evaluator, then cost and latency.</summary>
internal static class Metrics
{
    public static MetricData OfEvaluator(JudgedBy evaluator, IReadOnlyList<ItemOutcome> items)
    {
        var results = items
            .SelectMany(i => new[] { i.Baseline, i.Again, i.Candidate })
            .Select(c => c?.Results.GetValueOrDefault(evaluator.Key))
            .OfType<EvaluationResult>()
            .ToArray();
        bool binary = results.All(r => r.Binary);
        double[] values = [.. results.Select(r => r.Value).OfType<double>()];
        // A score without a declared scale is taken to run over 0..1, or over what was seen where that is wider.
        double worst = binary ? 0 : Math.Min(0, values.DefaultIfEmpty(0).Min()),
            best = binary ? 100 : Math.Max(1, values.DefaultIfEmpty(1).Max());
        double unit = binary ? 100 : 1;
        ArmValue Value(CallOutcome? call) =>
            call switch
            {
                null => ArmValue.Missing(CallCauses.NotRun),
                { Fate: CallFate.Failed } => ArmValue.Of(worst),
                { Fate: CallFate.Answered } when call.Results.GetValueOrDefault(evaluator.Key) is { } r => r.Value is { } v
                    ? ArmValue.Of(v * unit)
                    : ArmValue.Missing(r.Cause ?? CallCauses.NotScored),
                { Fate: CallFate.Answered } => ArmValue.Missing(CallCauses.NotScored),
                _ => ArmValue.Missing(call.Cause ?? CallCauses.NotRun),
            };
        return new MetricData(
            evaluator.Key,
            binary ? MetricUnits.Points : MetricUnits.Score,
            evaluator.Kind,
            [
                .. items.Select(i => new Observation(
                    i.Cluster,
                    Value(i.Baseline),
                    Value(i.Candidate),
                    i.Again is null ? null : Value(i.Again)
                )),
            ],
            worst,
            best
        );
    }

    public static MetricData Cost(IReadOnlyList<ItemOutcome> items) => OfCalls("costUsd", MetricUnits.Usd, items, c => (double?)c.CostUsd);

    public static MetricData Latency(IReadOnlyList<ItemOutcome> items) => OfCalls("latencyMs", MetricUnits.Ms, items, c => c.LatencyMs);

    /// <summary>Only pairs whose calls were both made now, and by a real model: a cached or simulated answer says nothing of time or
    /// money.</summary>
    private static MetricData OfCalls(string name, string unit, IReadOnlyList<ItemOutcome> items, Func<CallOutcome, double?> read)
    {
        ArmValue Value(CallOutcome? call) =>
            call switch
            {
                { Fate: CallFate.Answered, Cached: false, Simulated: false } when read(call) is { } value => ArmValue.Of(value),
                { Simulated: true } => ArmValue.Missing(CallCauses.Simulated),
                { Cached: true } => ArmValue.Missing(CallCauses.Cached),
                _ => ArmValue.Missing(CallCauses.Unknown),
            };
        return new MetricData(
            name,
            unit,
            "measured",
            [
                .. items.Select(i => new Observation(
                    i.Cluster,
                    Value(i.Baseline),
                    Value(i.Candidate),
                    i.Again is null ? null : Value(i.Again)
                )),
            ],
            0,
            double.PositiveInfinity
        );
    }
}
