using CozeLoop.Contracts.Api;
using CozeLoop.Experiments.Storage;

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
        var scale = evaluator.Scale ?? Seen(results);
        double worst = scale.Low * scale.Unit,
            best = scale.High * scale.Unit;
        ArmValue Value(CallOutcome? call) =>
            call switch
            {
                null => ArmValue.Missing(CallCauses.NotRun),
                { Fate: CallFate.Failed } => ArmValue.Of(worst),
                { Fate: CallFate.Answered } when call.Results.GetValueOrDefault(evaluator.Key) is { } r => r.Value is { } v
                    ? ArmValue.Of(v * scale.Unit)
                    : ArmValue.Missing(r.Cause ?? CallCauses.NotScored),
                { Fate: CallFate.Answered } => ArmValue.Missing(CallCauses.NotScored),
                _ => ArmValue.Missing(call.Cause ?? CallCauses.NotRun),
            };
        return new MetricData(
            evaluator.Key,
            scale.YesNo ? MetricUnits.Points : MetricUnits.Score,
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

    public static MetricData Cost(IReadOnlyList<ItemOutcome> items) =>
        OfCalls(MeasuredMetrics.Cost, MetricUnits.Usd, items, c => (double?)c.CostUsd);

    public static MetricData Latency(IReadOnlyList<ItemOutcome> items) =>
        OfCalls(MeasuredMetrics.Latency, MetricUnits.Ms, items, c => c.LatencyMs);

    /// <summary>A score whose scale is not known is taken to run over 0..1, or over what was seen where that is wider.</summary>
    private static ScoreScale Seen(EvaluationResult[] results)
    {
        double[] values = [.. results.Select(r => r.Value).OfType<double>()];
        return results.All(r => r.Binary)
            ? new ScoreScale(0, 1, YesNo: true)
            : new ScoreScale(Math.Min(0, values.DefaultIfEmpty(0).Min()), Math.Max(1, values.DefaultIfEmpty(1).Max()), YesNo: false);
    }

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
