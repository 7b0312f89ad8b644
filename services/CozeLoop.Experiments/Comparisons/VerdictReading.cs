using CozeLoop.Contracts.Api;

namespace CozeLoop.Experiments.Comparisons;

/// <summary>The verdict on the primary metric, and as codes why it is not firmer.</summary>
internal sealed record VerdictReading(string Verdict, IReadOnlyList<string> Reasons)
{
    public static VerdictReading Of(RunOutcome run, MetricData? metric, PairedAnalysis? analysis, MissingCases? cases)
    {
        if (!run.Design.RerunsBaseline)
            return new VerdictReading(Verdicts.None, [VerdictReasons.RecordedBaseline]);
        if (metric is null || analysis is null || cases is null)
            return new VerdictReading(Verdicts.None, [VerdictReasons.NoMetric]);
        string verdict = analysis.Decide(metric.LowerIsBetter, run.Design.Margin);
        var reasons = new List<string>();
        if (verdict == Verdicts.Inconclusive)
            reasons.Add(WhyOpen(analysis, run.Design.Margin));
        else if ((verdict == Verdicts.Better ? cases.Worst : cases.Best) != verdict)
        {
            verdict = Verdicts.Inconclusive;
            reasons.Add(VerdictReasons.MissingCouldChangeIt);
        }
        if (run.Design.OutcomeDependent)
            reasons.Add(VerdictReasons.OutcomeDependent);
        if (run.StoppedByBudget)
            reasons.Add(VerdictReasons.StoppedByBudget);
        if (run.Attempt > 1)
            reasons.Add(VerdictReasons.RepeatedAttempt);
        return new VerdictReading(verdict, reasons);
    }

    private static string WhyOpen(PairedAnalysis analysis, double margin)
    {
        if (analysis.Pairs == 0)
            return VerdictReasons.NoCompletePairs;
        if (analysis.Discordant < PairedAnalysis.FewestDiscordant)
            return VerdictReasons.TooFewDiscordant;
        if (analysis.P > PairedAnalysis.Alpha)
            return VerdictReasons.NotSignificant;
        return margin > 0 ? VerdictReasons.WithinMargin : VerdictReasons.IntervalDisagrees;
    }
}
