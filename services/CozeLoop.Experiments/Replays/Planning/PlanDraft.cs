using System.Globalization;
using CozeLoop.Chat.Reading;
using CozeLoop.Contracts.Api;
using CozeLoop.Experiments.Comparisons;
using CozeLoop.Experiments.Runs;
using CozeLoop.Experiments.Statistics;
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
    /// <summary>How often two versions differ where nothing is known: near the middle of what replays of support prompts have
    /// shown.</summary>
    private const double UsualDiscordance = 0.25;

    public CallDesign Calls => new(Request.Baseline == BaselineSources.Rerun, Request.NoiseFloor, Request.Source.Sample.Seed);

    public PlannedArms ArmsOf() =>
        new(Model.Baseline, Model.Candidate)
        {
            CandidateParameters = Request.Arms[0].Parameters,
            CommitBaseline = Prompt.CommitBaseline,
            CommitCandidate = Prompt.CommitCandidate,
        };

    /// <param name="discordance">Seen in an earlier run of the prompt, 0..1; null where there was none.</param>
    public ReplayPlan PlanOf(PlannedItem[] items, ItemFreezer freezer, double? discordance, int? baseline)
    {
        int clusters = items.Select(i => i.Cluster).Distinct(StringComparer.Ordinal).Count();
        int calls = items.Length * SeededOrder.CallsOf(Calls, 0).Count;
        double assumed = discordance ?? UsualDiscordance;
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
            MinimalDetectableEffect = 100 * Sizing.MinimalDetectableEffect(clusters, assumed),
            AssumedDiscordance = assumed,
            OutcomeDependent = Selected.OutcomeDependent,
            Recovery = items.GroupBy(i => i.Recovery).ToDictionary(g => g.Key, g => g.Count()),
            BaselineConnection = Model.Names.Baseline,
            BaselineModel = Model.Baseline.Model,
            CandidateConnection = Model.Names.Candidate,
            CandidateModel = Model.Candidate.Model,
            Simulated = Model.Simulated,
            Notices = [.. Model.Notices, .. Notices(clusters, discordance is null, baseline)],
        };
    }

    private IEnumerable<Notice> Notices(int clusters, bool isAssumed, int? baseline)
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
        if (isAssumed)
            yield return Remarks.Of(RemarkCodes.DiscordanceAssumed, Text(100 * UsualDiscordance));
        if (PerCallUsd is null && !Model.Simulated)
            yield return Remarks.Of(RemarkCodes.CostUnknown, Model.Candidate.Model);
    }

    private static string Text(double value) => value.ToString(CultureInfo.InvariantCulture);
}
