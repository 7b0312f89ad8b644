using CozeLoop.Contracts.Api;
using CozeLoop.Experiments.Runs;
using CozeLoop.Experiments.Storage;

namespace CozeLoop.Experiments.Comparisons;

/// <summary>A run as the comparison sees it: how it was designed, and what came of each item, in the seeded order.</summary>
internal sealed record RunOutcome(RunDesign Design, IReadOnlyList<JudgedBy> Evaluators, IReadOnlyList<ItemOutcome> Items)
{
    public int Attempt { get; init; } = 1;

    /// <summary>The budget ended the run: only the complete prefix of the seeded order counts, because short items finish first.</summary>
    public bool StoppedByBudget { get; init; }
    public IReadOnlyDictionary<string, int> Exclusions { get; init; } = new Dictionary<string, int>();
    public decimal? CostUsd { get; init; }
    public int CachedCalls { get; init; }
}

/// <summary>The evaluator version that scored every arm alike.</summary>
internal sealed record JudgedBy(string Key, int Version, string Kind)
{
    /// <summary>Null for a run planned before scales were kept.</summary>
    public ScoreScale? Scale { get; init; }
}

internal sealed record ItemOutcome(
    string Id,
    string Cluster,
    string Recovery,
    CallOutcome? Baseline,
    CallOutcome? Again,
    CallOutcome? Candidate
);

/// <param name="Fate">What became of the call.</param>
/// <param name="Results">By evaluator key.</param>
internal sealed record CallOutcome(
    CallFate Fate,
    string? Cause,
    IReadOnlyDictionary<string, EvaluationResult> Results,
    double? LatencyMs,
    decimal? CostUsd,
    bool Cached,
    bool Simulated
)
{
    /// <summary>What the provider said of a call that failed.</summary>
    public string? Said { get; init; }
}

internal enum CallFate
{
    /// <summary>Not at its end.</summary>
    Open,

    /// <summary>Answered, and scored as far as it can be.</summary>
    Answered,

    /// <summary>The model itself failed the task (refused, or answered nothing): the worst score.</summary>
    Failed,

    /// <summary>No whole answer (cut off, provider fault, prompt too long): missing, by its cause.</summary>
    Missing,

    /// <summary>Never made, because the run ended before.</summary>
    Skipped,
}
