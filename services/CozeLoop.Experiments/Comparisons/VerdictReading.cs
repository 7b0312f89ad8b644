using CozeLoop.Contracts.Api;

namespace CozeLoop.Experiments.Comparisons;

/// <summary>The verdict on the primary metric, and as codes why it is not firmer.</summary>
internal sealed record VerdictReading(string Verdict, IReadOnlyList<string> Reasons)
{
    public static VerdictReading Of(RunOutcome run, MetricData? metric, PairedAnalysis? analysis, MissingCases? cases)
    {
        if (!run.Design.RerunsBaseline)
            return new VerdictReading(Verdicts.None, ["recorded_baseline"]);
        if (metric is null || analysis is null || cases is null)
            return new VerdictReading(Verdicts.None, ["no_metric"]);
        string verdict = analysis.Decide(metric.LowerIsBetter, run.Design.Margin);
        var reasons = new List<string>();
        if (verdict == Verdicts.Inconclusive)
            reasons.Add(WhyOpen(analysis, run.Design.Margin));
        else if ((verdict == Verdicts.Better ? cases.Worst : cases.Best) != verdict)
        {
            verdict = Verdicts.Inconclusive;
            reasons.Add("missing_could_change_it");
        }
        if (run.Design.OutcomeDependent)
            reasons.Add("outcome_dependent");
        if (run.StoppedByBudget)
            reasons.Add("stopped_by_budget");
        if (run.Attempt > 1)
            reasons.Add("repeated_attempt");
        return new VerdictReading(verdict, reasons);
    }

    private static string WhyOpen(PairedAnalysis analysis, double margin)
    {
        if (analysis.Pairs == 0)
            return "no_complete_pairs";
        if (analysis.Discordant < PairedAnalysis.FewestDiscordant)
            return "too_few_discordant";
        if (analysis.P > PairedAnalysis.Alpha)
            return "not_significant";
        return margin > 0 ? "within_margin" : "interval_disagrees";
    }
}
