namespace CozeLoop.Contracts.Api;

/// <summary>What a plan remarks before a run: <see cref="Notice.Code"/>.</summary>
public static class RemarkCodes
{
    public const string Simulated = "simulated";
    public const string BaselineOnCandidateModel = "baseline_on_candidate_model";
    public const string BaselineOfSeveralModels = "baseline_of_several_models";
    public const string BaselineParametersAssumed = "baseline_parameters_assumed";
    public const string BaselineNotInPrompt = "baseline_not_in_prompt";
    public const string SeveralRecordedPrompts = "several_recorded_prompts";
    public const string PrimaryDefaulted = "primary_defaulted";
    public const string NoMetric = "no_metric";
    public const string OutcomeDependent = "outcome_dependent";
    public const string FewClusters = "few_clusters";
    public const string VarianceAssumed = "variance_assumed";
    public const string QuestionsRepeated = "questions_repeated";
    public const string PromptAndModelChanged = "prompt_and_model_changed";
    public const string LittleRoom = "little_room";
    public const string WantedIsImpossible = "wanted_is_impossible";
    public const string TiesExpected = "ties_expected";
    public const string MissingExpected = "missing_expected";
    public const string CostUnknown = "cost_unknown";
}
