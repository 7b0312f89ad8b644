using CozeLoop.Contracts.Api;
using CozeLoop.Experiments.Storage;

namespace CozeLoop.Experiments.Runs;

/// <summary>What never changes of a replay once it has started.</summary>
internal sealed record RunPlan(
    string ReplayId,
    PlannedArms Arms,
    IReadOnlyList<PlannedEvaluator> Evaluators,
    bool Offline,
    bool HasBudget,
    string? PromptKey,
    int? BaselineVersion,
    int? CandidateVersion
)
{
    public static RunPlan Of(ReplayRow replay) =>
        new(
            replay.Id,
            Columns.FromJson<PlannedArms>(replay.ArmsJson),
            Columns.FromJson<IReadOnlyList<PlannedEvaluator>>(replay.EvaluatorsJson),
            Columns.FromJson<CreateReplay>(replay.RequestJson).Offline,
            replay.BudgetNano is not null,
            replay.PromptKey,
            replay.BaselineVersion,
            replay.CandidateVersion
        );
}
