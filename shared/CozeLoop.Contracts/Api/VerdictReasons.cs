namespace CozeLoop.Contracts.Api;

/// <summary>Why a verdict is not firmer: <see cref="Comparison.Notices"/>.</summary>
public static class VerdictReasons
{
    public const string RecordedBaseline = "recorded_baseline";
    public const string NoMetric = "no_metric";
    public const string NoCompletePairs = "no_complete_pairs";
    public const string TooFewDiscordant = "too_few_discordant";
    public const string NotSignificant = "not_significant";
    public const string WithinMargin = "within_margin";
    public const string IntervalDisagrees = "interval_disagrees";
    public const string MissingCouldChangeIt = "missing_could_change_it";
    public const string OutcomeDependent = "outcome_dependent";
    public const string StoppedByBudget = "stopped_by_budget";
    public const string RepeatedAttempt = "repeated_attempt";
    public const string RepeatedQuestions = "repeated_questions";
    public const string SimulatedNeverPasses = "simulated_never_passes";
    public const string TooFewClusters = "too_few_clusters";
    public const string TooFewForPercentile = "too_few_for_percentile";
    public const string NoInterval = "no_interval";
    public const string BoundInInterval = "bound_in_interval";
}
