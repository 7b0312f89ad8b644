using CozeLoop.Contracts.Api;

namespace CozeLoop.Experiments.Comparisons;

/// <summary>The verdict on the primary metric, and as codes why it is not firmer.</summary>
internal sealed record VerdictReading(string Verdict, IReadOnlyList<string> Reasons)
{
    /// <param name="margin">Where it is not the run's, which is the primary metric's.</param>
    public static VerdictReading Of(
        RunOutcome run,
        MetricData? metric,
        PairedAnalysis? analysis,
        MissingCases? cases,
        double? margin = null
    )
    {
        double within = margin ?? run.Design.Margin;
        if (!run.Design.RerunsBaseline)
            return new VerdictReading(Verdicts.None, [VerdictReasons.RecordedBaseline]);
        if (metric is null || analysis is null || cases is null)
            return new VerdictReading(Verdicts.None, [VerdictReasons.NoMetric]);
        string verdict = analysis.Decide(metric.LowerIsBetter, within);
        var reasons = new List<string>();
        if (verdict == Verdicts.Inconclusive)
            reasons.Add(WhyOpen(analysis, within));
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
        if (run.Design.RepeatedQuestions > 0)
            reasons.Add(VerdictReasons.RepeatedQuestions);
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
