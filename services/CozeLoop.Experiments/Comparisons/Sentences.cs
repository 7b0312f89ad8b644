using System.Globalization;
using System.Resources;
using CozeLoop.Contracts.Api;

namespace CozeLoop.Experiments.Comparisons;

/// <summary>What a verdict sentence names.</summary>
internal sealed record SentenceFacts(
    RunOutcome Run,
    JudgedBy? Judge,
    MetricData? Metric,
    PairedAnalysis? Analysis,
    VerdictReading Reading,
    DisagreementRate? Disagreement,
    bool Simulated
);

/// <summary>Words a verdict in English and Simplified Chinese: mode, unit, selection, judge, n and interval, and that a model was
/// simulated.</summary>
internal static class Sentences
{
    private static readonly ResourceManager Texts = new("CozeLoop.Experiments.Comparisons.Texts", typeof(Sentences).Assembly);

    public static string Verdict(SentenceFacts facts, CultureInfo culture)
    {
        string Text(string key, params object?[] arguments) => string.Format(culture, Texts.GetString(key, culture)!, arguments);
        string headline = Headline(facts, Text);
        var sentences = new List<string> { facts.Simulated ? Text("Headline_simulated", headline) : headline };
        if (facts.Analysis is { Pairs: > 0 } a)
        {
            if (a.Interval is { } interval)
                sentences.Add(
                    Text("Interval", Number(interval.Low), Number(interval.High), Text("Unit_" + facts.Metric!.Unit), ProbabilityOf(a.P))
                );
            sentences.Add(Text("Pairs", a.Pairs, a.Clusters, Text("Cluster_" + facts.Run.Design.ClusterBy)));
        }
        sentences.AddRange(facts.Run.Design.Selection(culture));
        if (facts.Judge is { } judge)
            sentences.Add(Text("Judge", judge.Key, judge.Version, Text("Kind_" + judge.Kind)));
        if (facts.Disagreement is { } d)
            sentences.Add(Text("Disagreement", Percent(d.Rate), Percent(d.Low), Percent(d.High)));
        foreach (string reason in facts.Reading.Reasons)
            sentences.Add(Text("Reason_" + reason, PairedAnalysis.FewestDiscordant, facts.Run.Attempt));
        if (facts.Simulated)
            sentences.Add(Text("Simulated"));
        return string.Join(Text("Gap"), sentences);
    }

    /// <summary>A remark in English, with its code for readers of other languages.</summary>
    public static Notice Notice(string code, params string[] arguments) =>
        new(
            code,
            string.Format(
                CultureInfo.InvariantCulture,
                Texts.GetString("Reason_" + code, CultureInfo.GetCultureInfo("en"))!,
                [.. arguments.Length == 0 ? [PairedAnalysis.FewestDiscordant, ""] : arguments.Cast<object>()]
            ),
            arguments
        );

    public static string Number(double value) =>
        value.ToString(Math.Abs(value) >= 0.1 || value == 0 ? "0.0" : "0.0###", CultureInfo.InvariantCulture).Replace('-', '−');

    private static string Headline(SentenceFacts facts, Func<string, object?[], string> text)
    {
        string verdict = facts.Reading.Verdict;
        if (facts.Analysis?.Difference is not { } difference || verdict == Verdicts.None)
            return text("Headline_" + verdict, []);
        string signed = (difference > 0 ? "+" : "") + Number(difference);
        return text("Headline_" + verdict + "_by", [signed, text("Unit_" + facts.Metric!.Unit, []), facts.Metric.Name]);
    }

    private static string ProbabilityOf(double p) =>
        p < 0.0001 ? "p < 0.0001" : "p = " + p.ToString(p < 0.01 ? "0.0000" : "0.000", CultureInfo.InvariantCulture);

    private static string Percent(double share) => (100 * share).ToString("0.#", CultureInfo.InvariantCulture) + " %";
}
