using CozeLoop.Chat;
using CozeLoop.Contracts.Api;

namespace CozeLoop.Experiments.Storage;

/// <summary>A run as its source planned it: everything it needs, frozen, so that nothing later can change what is compared.</summary>
/// <param name="Source">Name of its <see cref="Runs.RunSource"/>.</param>
/// <param name="RequestJson">What was asked, in the source's own form.</param>
/// <param name="PlanJson">What the plan tells people, in the source's own form.</param>
internal sealed record PlannedRun(
    string Source,
    string Name,
    string RequestJson,
    string PlanJson,
    CallDesign Calls,
    PlannedArms Arms,
    IReadOnlyList<PlannedEvaluator> Evaluators,
    IReadOnlyList<PlannedItem> Items
)
{
    public IReadOnlyDictionary<string, int> Exclusions { get; init; } = new Dictionary<string, int>();

    /// <summary>Number of calls in flight at once.</summary>
    public required int Concurrency { get; init; }
    public decimal? BudgetUsd { get; init; }
    public decimal? CallUsd { get; init; }
    public string SampleHash { get; init; } = "";
    public string? PromptKey { get; init; }
    public int? BaselineVersion { get; init; }
    public int? CandidateVersion { get; init; }
}

/// <summary>Which calls an item makes.</summary>
/// <param name="Baseline">The old arm runs too.</param>
/// <param name="BaselineAgain">And once more, to know how much it differs from itself.</param>
/// <param name="Seed">Of the order in which they are made.</param>
internal sealed record CallDesign(bool Baseline, bool BaselineAgain, long Seed);

/// <summary>Where the arms run, and what is committed when the run starts.</summary>
internal sealed record PlannedArms(ArmModel Baseline, ArmModel Candidate)
{
    public ChatParameters? CandidateParameters { get; init; }

    /// <summary>The recorded prompt, to be version 1 of a prompt that does not exist yet.</summary>
    public IReadOnlyList<ChatMessage>? CommitBaseline { get; init; }
    public IReadOnlyList<ChatMessage>? CommitCandidate { get; init; }
}

/// <param name="Connection">Its id: a name can be given anew.</param>
internal sealed record ArmModel(string Connection, string Model);

internal sealed record PlannedEvaluator(string Key, int Version, string Kind)
{
    /// <summary>Null for a run planned before scales were kept.</summary>
    public ScoreScale? Scale { get; init; }

    public EvaluatorRef Reference => new(Key, Version);
}

/// <param name="Replaced">How many of the recorded messages the candidate's head replaces.</param>
/// <param name="Head">The candidate's rendered prompt; null where only the model changes.</param>
internal sealed record PlannedItem(
    SpanRef Origin,
    string Cluster,
    int Turn,
    string Title,
    string Recovery,
    string? SessionId,
    IReadOnlyList<ChatMessage> Messages,
    int Replaced,
    IReadOnlyList<ChatMessage>? Head,
    ChatMessage? Recorded,
    IReadOnlyList<ChatTool> Tools,
    ChatParameters Parameters
)
{
    /// <summary>Which of the items with one request it is, from 0: each draws a sample of its own.</summary>
    public int Occurrence { get; init; }
}
