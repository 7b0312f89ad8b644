using CozeLoop.Contracts.Api;
using CozeLoop.Contracts.Gates;

namespace CozeLoop.Experiments.Comparisons.Gates;

/// <summary>
/// Reads a run's gates. Met when the whole interval keeps the bound, not met when none of it does, else inconclusive; and met only if it
/// would be with everything missing counted against the candidate: what was not seen never passes.
/// </summary>
/// <param name="ofMetric">A metric of the run by its name; null where there is none.</param>
/// <param name="verdictOf">The verdict on a metric, as if it were the primary one; of the primary one for null.</param>
/// <param name="blocked">Why nothing of this run may pass, as one of <see cref="VerdictReasons"/>; null where it may.</param>
internal sealed class GateReading(
    RunOutcome run,
    Func<string, MetricData?> ofMetric,
    Func<string?, VerdictReading> verdictOf,
    string? blocked,
    int seed
)
{
    public GateResult Read(GateTerm term)
    {
        var result = term switch
        {
            GateTerm.Better better => OfVerdict(better),
            GateTerm.NotWorse notWorse => OfMetric(notWorse.Metric, notWorse, m => AsBound(notWorse, m)),
            GateTerm.Bounded bound => OfMetric(bound.Metric, bound, _ => bound),
            _ => throw new ArgumentOutOfRangeException(nameof(term)),
        };
        return blocked is { } why && result.Outcome == GateOutcomes.Met ? Inconclusive(result, why) : result;
    }

    private GateResult OfVerdict(GateTerm.Better term)
    {
        var reading = verdictOf(term.Metric);
        string outcome = reading.Verdict switch
        {
            Verdicts.Better => GateOutcomes.Met,
            Verdicts.Worse => GateOutcomes.NotMet,
            _ => GateOutcomes.Inconclusive,
        };
        var result = new GateResult { Gate = term.Text, Outcome = outcome };
        return outcome == GateOutcomes.Inconclusive && reading.Reasons is [var why, ..] ? Inconclusive(result, why) : result;
    }

    private static GateTerm.Bounded AsBound(GateTerm.NotWorse term, MetricData metric) =>
        metric.LowerIsBetter
            ? new(term.Metric, term.P95, AtLeast: false, Strict: false, term.Margin, term.Relative)
            : new(term.Metric, term.P95, AtLeast: true, Strict: false, -term.Margin, term.Relative);

    private GateResult OfMetric(string name, GateTerm term, Func<MetricData, GateTerm.Bounded> read)
    {
        if (ofMetric(name) is not { } metric)
            return Inconclusive(new GateResult { Gate = term.Text, Outcome = "" }, VerdictReasons.NoMetric);
        var bound = read(metric);
        var seen = GateEstimate.Of(metric, bound.P95, bound.Relative, seed);
        double scale = bound.Relative ? 100 : 1;
        var result = new GateResult
        {
            Gate = term.Text,
            Outcome = OutcomeOf(bound, seen),
            Difference = seen.Value * scale,
            Low = seen.Interval?.Low * scale,
            High = seen.Interval?.High * scale,
            Unit = bound.Relative ? "%" : metric.Unit,
        };
        if (result.Outcome == GateOutcomes.Inconclusive)
            return Inconclusive(result, seen.WhyNone ?? VerdictReasons.BoundInInterval);
        return Survives(metric, bound, result.Outcome) ? result : Inconclusive(result, VerdictReasons.MissingCouldChangeIt);
    }

    /// <summary>Whether an outcome stays what it is with what is missing at either end of the scale; without an end nothing is known of
    /// it, and only what is broken already stays so.</summary>
    private bool Survives(MetricData metric, GateTerm.Bounded bound, string outcome)
    {
        if (metric.Observations.All(o => o.IsComplete))
            return true;
        if (!double.IsFinite(metric.Width))
            return outcome == GateOutcomes.NotMet;
        return MissingCases.Filled(metric).All(m => OutcomeOf(bound, GateEstimate.Of(m, bound.P95, bound.Relative, seed)) == outcome);
    }

    private static string OutcomeOf(GateTerm.Bounded bound, GateEstimate seen)
    {
        if (seen is not { Interval: { } interval, WhyNone: null })
            return GateOutcomes.Inconclusive;
        bool Keeps(double difference) =>
            bound switch
            {
                { AtLeast: true, Strict: true } => difference > bound.Bound,
                { AtLeast: true } => difference >= bound.Bound,
                { Strict: true } => difference < bound.Bound,
                _ => difference <= bound.Bound,
            };
        // Whoever keeps a bound at both ends keeps it between them.
        return (Keeps(interval.Low), Keeps(interval.High)) switch
        {
            (true, true) => GateOutcomes.Met,
            (false, false) => GateOutcomes.NotMet,
            _ => GateOutcomes.Inconclusive,
        };
    }

    private GateResult Inconclusive(GateResult result, string why) =>
        result with
        {
            Outcome = GateOutcomes.Inconclusive,
            Reason = Sentences.Notice(why, run),
        };
}
