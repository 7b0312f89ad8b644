using System.Globalization;
using System.Resources;
using CozeLoop.Contracts.Api;

namespace CozeLoop.Experiments.Comparisons;

/// <summary>What a verdict sentence names.</summary>
internal sealed record SentenceInput(
    RunOutcome Run,
    JudgedBy? Judge,
    MetricData? Metric,
    PairedAnalysis? Analysis,
    VerdictReading Reading,
    DisagreementRate? Disagreement,
    bool Simulated,
    IReadOnlyList<ArmFailure> Failures,
    int Items
)
{
    /// <summary>How many answers were compared.</summary>
    public int Answers { get; init; }

    /// <summary>How many of them an earlier run had bought.</summary>
    public int Reused { get; init; }
}

/// <summary>Words a verdict in English and Simplified Chinese: mode, unit, selection, judge, n and interval, and that a model was
/// simulated.</summary>
internal static class Sentences
{
    private static readonly ResourceManager Texts = new("CozeLoop.Experiments.Comparisons.Texts", typeof(Sentences).Assembly);

    public static string Verdict(SentenceInput input, CultureInfo culture)
    {
        string Text(string key, params object?[] arguments) => string.Format(culture, Texts.GetString(key, culture)!, arguments);
        string headline = Headline(input, Text);
        var sentences = new List<string> { input.Simulated ? Text("Headline_simulated", headline) : headline };
        if (input.Analysis is { Pairs: > 0 } a)
        {
            if (a.Interval is { } interval)
                sentences.Add(
                    Text("Interval", Number(interval.Low), Number(interval.High), Text("Unit_" + input.Metric!.Unit), ProbabilityOf(a.P))
                );
            sentences.Add(Text("Pairs", a.Pairs, a.Clusters, Text("Cluster_" + input.Run.Design.ClusterBy)));
        }
        sentences.AddRange(FailureSentences.Of(input.Failures, input.Items, culture));
        sentences.AddRange(input.Run.Design.Selection(culture));
        if (input.Answers > 0)
            sentences.Add(Text(input.Reused > 0 ? "Answers_reused" : "Answers_made", input.Answers, input.Reused));
        if (input.Judge is { } judge)
            sentences.Add(Text("Judge", judge.Key, judge.Version, Text("Kind_" + judge.Kind)));
        if (input.Disagreement is { } d)
            sentences.Add(Text("Disagreement", Percent(d.Rate), Percent(d.Low), Percent(d.High)));
        foreach (string reason in input.Reading.Reasons)
            sentences.Add(Text("Reason_" + reason, [.. Named(input.Run).Cast<object>()]));
        if (input.Simulated)
            sentences.Add(Text("Simulated"));
        return string.Join(Text("Gap"), sentences);
    }

    /// <summary>A text by its name; null where there is none.</summary>
    public static string? Find(string key, CultureInfo culture) => Texts.GetString(key, culture);

    /// <summary>A reason in English, with its code and what it names for readers of other languages.</summary>
    public static Notice Notice(string code, RunOutcome run)
    {
        string[] arguments = [.. Named(run).Select(value => value.ToString(CultureInfo.InvariantCulture))];
        string text = Texts.GetString("Reason_" + code, CultureInfo.GetCultureInfo("en"))!;
        return new(code, string.Format(CultureInfo.InvariantCulture, text, [.. arguments.Cast<object>()]), arguments);
    }

    /// <summary>What the wordings of reasons may name, in this order.</summary>
    private static int[] Named(RunOutcome run) => [PairedAnalysis.FewestDiscordant, run.Attempt, run.Design.RepeatedQuestions];

    public static string Number(double value) =>
        value.ToString(Math.Abs(value) >= 0.1 || value == 0 ? "0.0" : "0.0###", CultureInfo.InvariantCulture).Replace('-', '−');

    private static string Headline(SentenceInput input, Func<string, object?[], string> text)
    {
        string verdict = input.Reading.Verdict;
        if (input.Analysis?.Difference is not { } difference || verdict == Verdicts.None)
            return text("Headline_" + verdict, []);
        string signed = (difference > 0 ? "+" : "") + Number(difference);
        return text("Headline_" + verdict + "_by", [signed, text("Unit_" + input.Metric!.Unit, []), input.Metric.Name]);
    }

    private static string ProbabilityOf(double p) =>
        p < 0.0001 ? "p < 0.0001" : "p = " + p.ToString(p < 0.01 ? "0.0000" : "0.000", CultureInfo.InvariantCulture);

    private static string Percent(double share) => (100 * share).ToString("0.#", CultureInfo.InvariantCulture) + " %";
}
