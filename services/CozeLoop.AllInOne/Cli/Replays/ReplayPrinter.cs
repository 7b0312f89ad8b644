using System.Globalization;
using CozeLoop.Contracts.Api;

namespace CozeLoop.AllInOne.Cli.Replays;

/// <summary>A run as text: its plan before, its verdict and table after.</summary>
internal static class ReplayPrinter
{
    public static void Plan(Session session, Replay replay)
    {
        if (session.AsJson)
            return;
        var plan = replay.Plan;
        string sample = plan.Conversations is { } conversations
            ? Texts.Of("plan-conversations", conversations, plan.Population, plan.Items)
            : Texts.Of("plan-sample", plan.Items, plan.Population);
        session.Line(
            Texts.Of(
                "plan",
                replay.Id,
                sample,
                plan.Clusters,
                plan.ClusterBy,
                plan.Calls,
                plan.JudgeCalls,
                Grid.Money(plan.EstimatedCostUsd)
            )
        );
        session.Line(
            Texts.Of(
                "plan-arms",
                $"{plan.BaselineConnection} / {plan.BaselineModel}",
                $"{plan.CandidateConnection} / {plan.CandidateModel}"
            )
        );
        if (plan.EstimatedSeconds is { } seconds)
            session.Line(Texts.Of("plan-time", Seconds(seconds)));
        if (plan.Forecast is { } forecast)
            Forecast(session, forecast);
        foreach (var (cause, count) in plan.Exclusions)
            session.Line(Texts.Of("left-out", count, Texts.Of("left-out." + cause)));
        foreach (var notice in plan.Notices)
            session.Line("! " + notice.Text);
    }

    public static void Result(Session session, Replay replay, Comparison? comparison)
    {
        session.Line($"{replay.Id}  {replay.Name}  {Texts.Of("state." + replay.State)}  {Why(replay)}".TrimEnd());
        foreach (string wait in Waits(replay))
            session.Line("! " + wait);
        session.Line(Texts.Of("see", $"{session.Url}/replays/{replay.Id}"));
        if (comparison is null)
            return;
        session.Line();
        session.Line(Chinese ? comparison.SentenceZh : comparison.Sentence);
        session.Line();
        session.Rows(
            [
                Texts.Of("column.metric"),
                Texts.Of("column.unit"),
                "n",
                Texts.Of("column.old"),
                Texts.Of("column.new"),
                Texts.Of("column.difference"),
                Texts.Of("column.interval"),
                "p",
                Texts.Of("column.verdict"),
            ],
            comparison.Metrics.Select(m => Row(m, comparison.Simulated))
        );
        session.Line(
            Texts.Of(
                "pairs",
                comparison.Wins,
                comparison.Losses,
                comparison.Ties,
                comparison.MissingByCause.Values.Sum(),
                comparison.Clusters,
                comparison.DiscordantClusters
            )
        );
        foreach (var (cause, count) in comparison.MissingByCause)
            session.Line(Texts.Of("missing", cause, count));
        foreach (var failure in comparison.Failures)
        {
            string said = failure.Message is { } words ? $"“{words}”" : "";
            session.Line(Texts.Of("failure." + failure.Arm, failure.Cause, failure.Count, said).TrimEnd());
        }
        if (comparison.WorstCase.Length > 0)
            session.Line(Texts.Of("cases", comparison.WorstCase, comparison.BestCase));
        if (comparison.Disagreement is { } d)
            session.Line(Texts.Of("disagreement", d.Disagreeing, d.Pairs, Percent(d.Rate), Percent(d.Low), Percent(d.High)));
        session.Line(Texts.Of("spent", Grid.Money(comparison.CostUsd), comparison.CachedCalls, replay.RepeatedCalls));
        foreach (var notice in comparison.Notices)
            session.Line("! " + notice.Text);
        foreach (var gate in comparison.Gates)
            session.Line(Gate(gate));
        session.Line(Texts.Of("decision." + comparison.Decision));
    }

    /// <summary>Why a run paused or failed, for one that failed in the language of the command line.</summary>
    public static string? Why(Replay replay) => Chinese && replay.Failure is { } failure ? failure.SentenceZh : replay.StateReason;

    public static IEnumerable<string> Waits(Replay replay) =>
        replay.Waiting.Select(w => Texts.Of("waiting", w.What, w.Cause, w.Message, w.Subjects));

    private static string[] Row(MetricComparison m, bool simulated) =>
        [
            m.Primary ? m.Name + " *" : m.Name,
            m.Unit,
            m.N.ToString(CultureInfo.InvariantCulture),
            Grid.Number(m.Baseline),
            Grid.Number(m.Candidate),
            Signed(m.Difference),
            m.Low is null ? "–" : $"[{Signed(m.Low)}, {Signed(m.High)}]",
            P(m.PAdjusted ?? m.P),
            Verdict(m.Verdict, simulated),
        ];

    /// <summary>A dash where there is none yet; never without saying that no real model answered.</summary>
    public static string Verdict(string? verdict, bool simulated) =>
        simulated && verdict is not (null or Verdicts.None) ? $"{verdict} ({Texts.Of("simulated")})" : verdict ?? "–";

    /// <summary>The difference and its interval in their unit: <c>+40 points [+5, +75]</c>.</summary>
    public static string Effect(MetricSummary? effect) =>
        effect is null ? "–" : $"{Signed(effect.Difference)} {effect.Unit} [{Signed(effect.Low)}, {Signed(effect.High)}]";

    private static void Forecast(Session session, PowerForecast forecast)
    {
        string In(double effect) => $"{Grid.Number(effect)} {Texts.Of("unit." + forecast.Unit)}";
        session.Line(
            forecast.MinimalDetectableEffect is { } effect
                ? Texts.Of("plan-effect", In(effect), Percent(forecast.Disagreement))
                : Texts.Of("plan-no-effect", In(forecast.MostEffect))
        );
        if (forecast is not { WantedEffect: { } wanted, Power: { } power })
            return;
        session.Line(Texts.Of("plan-power", In(wanted), Percent(power)));
        if (power >= 0.8)
            return;
        session.Line(
            forecast is { ClustersNeeded: { } clusters, ItemsNeeded: { } items }
                ? Texts.Of("plan-needed", clusters, items, Grid.Money(forecast.CostNeededUsd), Seconds(forecast.SecondsNeeded))
                : Texts.Of("plan-never")
        );
    }

    private static string Seconds(double? seconds) =>
        seconds is { } s ? TimeSpan.FromSeconds(Math.Ceiling(s)).ToString("c", CultureInfo.InvariantCulture) : "–";

    private static string Gate(GateResult gate)
    {
        string said = Texts.Of("gate." + gate.Outcome, gate.Gate);
        if (gate.Low is not null)
            said += $"  {Signed(gate.Difference)} [{Signed(gate.Low)}, {Signed(gate.High)}] {gate.Unit}";
        return gate.Reason is { } reason ? $"{said}  {reason.Text}" : said;
    }

    private static string P(double? value) =>
        value is < 0.0001 ? "< 0.0001" : value?.ToString("0.####", CultureInfo.InvariantCulture) ?? "–";

    private static bool Chinese => CultureInfo.CurrentUICulture.TwoLetterISOLanguageName == "zh";

    private static string Signed(double? value) => value is > 0 ? "+" + Grid.Number(value) : Grid.Number(value);

    private static string Percent(double rate) => (rate * 100).ToString("0.#", CultureInfo.InvariantCulture) + " %";
}
