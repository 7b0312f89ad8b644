using CozeLoop.Experiments.Storage;

namespace CozeLoop.Experiments.Runs;

/// <summary>What never changes of a run once it has started, as its calls need it.</summary>
internal sealed record RunPlan(
    string RunId,
    string Source,
    PlannedArms Arms,
    IReadOnlyList<PlannedEvaluator> Evaluators,
    bool Offline,
    bool HasBudget,
    string? PromptKey,
    int? BaselineVersion,
    int? CandidateVersion,
    ArmNames Baseline,
    ArmNames Candidate
)
{
    public static RunPlan Of(RunRow run, RunDesign design) =>
        new(
            run.Id,
            run.Source,
            Columns.FromJson<PlannedArms>(run.ArmsJson),
            Columns.FromJson<IReadOnlyList<PlannedEvaluator>>(run.EvaluatorsJson),
            design.Offline,
            run.BudgetNano is not null,
            run.PromptKey,
            run.BaselineVersion,
            run.CandidateVersion,
            design.Baseline,
            design.Candidate
        );
}
