using CozeLoop.Contracts.Api;
using CozeLoop.Contracts.Gates;
using CozeLoop.Experiments.Storage;
using static CozeLoop.Experiments.Replays.Planning.PlanOutcome;

namespace CozeLoop.Experiments.Replays.Planning;

/// <summary>What a request must be before anything is asked of another service.</summary>
internal static class RequestRules
{
    public const int MaxSample = 10_000;

    /// <returns>The first fault, or null.</returns>
    public static Refused? Check(CreateReplay request)
    {
        if (request.Mode == "freeRunning")
            return new Refused("mode_not_available", "Free-running replays do not exist yet; use frozen or teacherForced.");
        if (string.IsNullOrWhiteSpace(request.Name) || request.Name.Length > 200)
            return Invalid("name", "A name of 1 to 200 characters is needed.");
        if (!ReplayModes.All.Contains(request.Mode))
            return Invalid("mode", "The mode is frozen or teacherForced.");
        if (request.Baseline is not (BaselineSources.Rerun or BaselineSources.Recorded))
            return Invalid("baseline", "The baseline is rerun or recorded.");
        if (request.Source?.Sample is not { } sample)
            return Invalid("source", "A source with a sample is needed.");
        if (sample.Size is < 1 or > MaxSample)
            return Invalid("source.sample.size", $"The sample size is 1 to {MaxSample}.");
        if (sample.Strategy != SampleStrategies.Uniform)
            return Invalid("source.sample.strategy", "The strategy is uniform.");
        if (!SelectionMatches.All.Contains(request.Source.Match))
            return Invalid("source.match", "The filter applies to a call or a trace.");
        if (request.Source is { From: { } from, To: { } to } && from >= to)
            return Invalid("source.from", "The range must start before it ends.");
        if (request.Concurrency is < 1 or > 256)
            return Invalid("concurrency", "The concurrency is 1 to 256.");
        if (request.BudgetUsd is <= 0 or > Columns.MostUsd)
        {
            return Invalid("budgetUsd", $"A budget is more than 0 and at most {Columns.MostUsd}.");
        }
        if (!double.IsFinite(request.Margin) || request.Margin < 0)
            return Invalid("margin", "The margin is 0 or more.");
        if (request.ClusterBy != ClusterLevels.Auto && !ClusterLevels.Levels.Contains(request.ClusterBy))
            return Invalid("clusterBy", "Clusters are auto, task, user, session or trace.");
        if (request.PrimaryMetric is { } primary && !(request.Evaluators ?? []).Contains(primary))
            return Invalid("primaryMetric", $"'{primary}' is not among the evaluators of this replay.");
        if (request.WantedEffect is { } wanted && !(double.IsFinite(wanted) && wanted > 0))
            return Invalid("wantedEffect", "The wanted effect is more than 0.");
        return CheckGates(request) ?? Check(request.Arms);
    }

    private static Refused? CheckGates(CreateReplay request)
    {
        string[] metrics = [.. request.Evaluators ?? [], .. MeasuredMetrics.All];
        int terms = 0;
        foreach (string text in request.Gates ?? [])
        {
            if (text is null || Gate.Parse(text) is not { } gate)
                return Invalid("gates", $"'{text}' is no gate: {GateForms}");
            if (gate.Metrics.FirstOrDefault(m => !metrics.Contains(m)) is { } unknown)
                return Invalid("gates", $"This run has no metric '{unknown}'; it has {string.Join(", ", metrics)}.");
            if (gate.Terms.Any(t => t is GateTerm.Better { Metric: null }) && request.Evaluators is not { Count: > 0 })
                return Invalid("gates", "A gate on the verdict needs a metric: name an evaluator.");
            terms += gate.Terms.Count;
        }
        return terms > Gate.MostTerms ? Invalid("gates", $"At most {Gate.MostTerms} conditions.") : null;
    }

    private const string GateForms =
        "write `better`, `METRIC better`, `METRIC not worse by more than NUMBER`, `METRIC >= NUMBER` (or >, <=, <), with % for a change "
        + "relative to the old value and p95(latencyMs) or p95(costUsd) for the 95th percentile, joined by `and`.";

    private static Refused? Check(IReadOnlyList<ReplayArm>? arms)
    {
        if (arms is not [{ } arm])
            return Invalid("arms", "Exactly one candidate is needed.");
        if (arm.Parameters?.MaxTokens < 1)
            return Invalid("arms[0].parameters.maxTokens", "1 or more.");
        int changes = (arm.Version is null ? 0 : 1) + (arm.Draft ? 1 : 0) + (arm.SystemPrompt is null ? 0 : 1);
        if (changes > 1)
            return Invalid("arms[0]", "A candidate is either a version, the draft or a system prompt.");
        if ((arm.Version is not null || arm.Draft) && string.IsNullOrWhiteSpace(arm.PromptKey))
            return Invalid("arms[0].promptKey", "A version or a draft needs its prompt's key.");
        return arm.SystemPrompt is { } text && string.IsNullOrWhiteSpace(text)
            ? Invalid("arms[0].systemPrompt", "The system prompt is empty.")
            : null;
    }

    private static Refused Invalid(string field, string detail) => new("invalid_request", detail, field);
}
