using CozeLoop.Chat;
using CozeLoop.Contracts.Api;

namespace CozeLoop.Experiments.Storage;

/// <summary>A replay as planned: everything a run needs, frozen, so that nothing later can change what is compared.</summary>
internal sealed record PlannedReplay(
    CreateReplay Request,
    ReplayPlan Plan,
    PlannedArms Arms,
    IReadOnlyList<PlannedEvaluator> Evaluators,
    IReadOnlyList<PlannedItem> Items
)
{
    public IReadOnlyDictionary<string, int> Exclusions { get; init; } = new Dictionary<string, int>();
    public decimal? CallUsd { get; init; }
    public string SampleHash { get; init; } = "";
    public string? PromptKey { get; init; }
    public int? BaselineVersion { get; init; }
    public int? CandidateVersion { get; init; }
}

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
);
