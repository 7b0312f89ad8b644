using System.Globalization;
using System.Resources;
using CozeLoop.Contracts.Api;
using CozeLoop.Contracts.Messages;
using CozeLoop.Experiments.Runs;
using CozeLoop.Experiments.Storage;

namespace CozeLoop.Experiments.Replays;

/// <summary>A replay as a source of runs: what the engine must know of its request and its plan.</summary>
internal static class ReplayDesign
{
    private static readonly ResourceManager Texts = new("CozeLoop.Experiments.Replays.SelectionTexts", typeof(ReplayDesign).Assembly);

    public static readonly RunSource Source = new(
        "replay",
        new RunActions(
            AuditActions.ReplayStarted,
            AuditActions.ReplayPaused,
            AuditActions.ReplayResumed,
            AuditActions.ReplayCancelled,
            AuditActions.ReplayFinished,
            AuditActions.ReplayFailed
        ),
        Of
    );

    private static RunDesign Of(RunRow run) =>
        Of(Columns.FromJson<CreateReplay>(run.RequestJson), Columns.FromJson<ReplayPlan>(run.PlanJson));

    public static RunDesign Of(CreateReplay request, ReplayPlan plan) =>
        new()
        {
            PrimaryMetric = request.PrimaryMetric,
            Margin = request.Margin,
            Gates = request.Gates,
            RepeatedQuestions = plan.RepeatedQuestions,
            Seed = request.Source.Sample.Seed,
            ClusterBy = plan.ClusterBy,
            RerunsBaseline = request.Baseline == BaselineSources.Rerun,
            Offline = request.Offline,
            OutcomeDependent = plan.OutcomeDependent,
            Simulated = plan.Simulated,
            Baseline = new ArmNames(plan.BaselineConnection, plan.BaselineModel),
            Candidate = new ArmNames(plan.CandidateConnection, plan.CandidateModel),
            Selection = culture => Selection(request, plan, culture),
        };

    private static string[] Selection(CreateReplay request, ReplayPlan plan, CultureInfo culture)
    {
        string Text(string key, params object[] arguments) => string.Format(culture, Texts.GetString(key, culture)!, arguments);
        var source = request.Source;
        string filter = string.IsNullOrWhiteSpace(source.Filter) ? Text("EveryCall") : source.Filter;
        return
        [
            Text("Mode_" + request.Mode),
            plan.Conversations is { } conversations
                ? Text("Selection_conversations", conversations, plan.Population, plan.Items, filter, source.Sample.Seed)
                : Text("Selection", plan.Items, plan.Population, filter, source.Sample.Seed),
        ];
    }
}
