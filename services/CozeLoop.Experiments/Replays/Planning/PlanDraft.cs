using System.Globalization;
using CozeLoop.Chat.Reading;
using CozeLoop.Contracts.Api;
using CozeLoop.Experiments.Comparisons;
using CozeLoop.Experiments.Runs;
using CozeLoop.Experiments.Storage;

namespace CozeLoop.Experiments.Replays.Planning;

/// <summary>Everything that was decided before the items were frozen.</summary>
internal sealed record PlanDraft(
    CreateReplay Request,
    SelectedSpans Selected,
    IReadOnlyList<PlannedEvaluator> Evaluators,
    ModelChoice Model,
    PromptChoice Prompt,
    string ClusterBy,
    decimal? PerCallUsd
)
{
    public CallDesign Calls => new(Request.Baseline == BaselineSources.Rerun, Request.NoiseFloor, Request.Source.Sample.Seed);

    public PlannedArms ArmsOf() =>
        new(Model.Baseline, Model.Candidate)
        {
            CandidateParameters = Request.Arms[0].Parameters,
            CommitBaseline = Prompt.CommitBaseline,
            CommitCandidate = Prompt.CommitCandidate,
        };

    /// <param name="repeated">Items that count together with another cluster's.</param>
    /// <param name="forecast">Null where no metric decides.</param>
    public ReplayPlan PlanOf(PlannedItem[] items, int repeated, PowerForecast? forecast, int? baseline)
    {
        int clusters = items.Select(i => i.Cluster).Distinct(StringComparer.Ordinal).Count();
        int calls = items.Length * SeededOrder.CallsOf(Calls, 0).Count;
        double? seconds = SecondsOf(calls);
        return new ReplayPlan
        {
            Items = items.Length,
            Clusters = clusters,
            ClusterBy = ClusterBy,
            Population = Selected.Population,
            Conversations =
                Request.Mode == ReplayModes.TeacherForced
                    ? items.Select(i => i.SessionId ?? i.Origin.TraceId).Distinct(StringComparer.Ordinal).Count()
                    : null,
            Calls = calls,
            JudgeCalls = calls * Evaluators.Count(e => e.Kind == EvaluatorKinds.Judge),
            EstimatedCostUsd = PerCallUsd * calls,
            EstimatedSeconds = seconds,
            Forecast = forecast is { ItemsNeeded: { } needed }
                ? forecast with
                {
                    CostNeededUsd = PerCallUsd * calls / items.Length * needed,
                    SecondsNeeded = seconds / items.Length * needed,
                }
                : forecast,
            RepeatedQuestions = repeated,
            OutcomeDependent = Selected.OutcomeDependent,
            Recovery = items.GroupBy(i => i.Recovery).ToDictionary(g => g.Key, g => g.Count()),
            BaselineConnection = Model.Names.Baseline,
            BaselineModel = Model.Baseline.Model,
            CandidateConnection = Model.Names.Candidate,
            CandidateModel = Model.Candidate.Model,
            Simulated = Model.Simulated,
            Notices = [.. Model.Notices, .. Notices(clusters, repeated, forecast, baseline)],
        };
    }

    /// <summary>By the time that the recorded calls took, as many at once as asked for.</summary>
    private double? SecondsOf(int calls)
    {
        double[] known = [.. Selected.Spans.Select(s => s.DurationMs).OfType<double>()];
        return known.Length == 0 ? null : calls * known.Average() / 1000 / Request.Concurrency;
    }

    private IEnumerable<Notice> Notices(int clusters, int repeated, PowerForecast? forecast, int? baseline)
    {
        var unknown = ParameterOverlay.Unknown(Selected.Spans.Select(s => AnyParameters.Read(s.Parameters)), Request.Arms[0].Parameters);
        if (unknown.Count > 0)
            yield return Remarks.Of(RemarkCodes.BaselineParametersAssumed, string.Join(", ", unknown));
        if (Prompt.RecordedPrompts > 1)
            yield return Remarks.Of(RemarkCodes.SeveralRecordedPrompts, Text(Prompt.RecordedPrompts));
        else if (Prompt is { Key: { } key, CommitBaseline: null } && baseline is null)
            yield return Remarks.Of(RemarkCodes.BaselineNotInPrompt, key);
        if (Evaluators.Count == 0)
            yield return Remarks.Of(RemarkCodes.NoMetric);
        else if (Request.PrimaryMetric is null)
            yield return Remarks.Of(RemarkCodes.PrimaryDefaulted, Evaluators[0].Key);
        if (Selected.OutcomeDependent)
            yield return Remarks.Of(RemarkCodes.OutcomeDependent);
        if (clusters < 2 * PairedAnalysis.FewestDiscordant)
            yield return Remarks.Of(RemarkCodes.FewClusters, Text(clusters));
        if (repeated > 0)
            yield return Remarks.Of(RemarkCodes.QuestionsRepeated, Text(repeated));
        if (Prompt.Candidate is not null && (Model.Baseline != Model.Candidate || Request.Arms[0].Parameters is not null))
            yield return Remarks.Of(RemarkCodes.PromptAndModelChanged);
        foreach (var notice in forecast is null ? [] : Notices(forecast))
            yield return notice;
        if (PerCallUsd is null && !Model.Simulated)
            yield return Remarks.Of(RemarkCodes.CostUnknown, Model.Candidate.Model);
    }

    private static IEnumerable<Notice> Notices(PowerForecast forecast)
    {
        if (forecast.LearnedFrom is null)
            yield return Remarks.Of(RemarkCodes.VarianceAssumed);
        if (forecast is { BaselineMean: { } mean } && forecast.MostEffect < 0.05 * (mean + forecast.MostEffect))
            yield return Remarks.Of(RemarkCodes.LittleRoom, Text(Math.Round(forecast.MostEffect, 1)));
        if (forecast.WantedEffect > forecast.MostEffect)
            yield return Remarks.Of(RemarkCodes.WantedIsImpossible, Text(Math.Round(forecast.MostEffect, 1)));
        if (forecast is { LearnedFrom: not null, Disagreement: < 1 })
            yield return Remarks.Of(RemarkCodes.TiesExpected, Text(Math.Round(100 * (1 - forecast.Disagreement))));
        if (forecast.MissingShare > 0)
            yield return Remarks.Of(RemarkCodes.MissingExpected, Text(Math.Round(100 * forecast.MissingShare, 1)));
    }

    private static string Text(double value) => value.ToString(CultureInfo.InvariantCulture);
}
