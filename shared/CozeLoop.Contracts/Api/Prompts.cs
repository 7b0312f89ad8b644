using CozeLoop.Contracts.Chat;

namespace CozeLoop.Contracts.Api;

public sealed record PromptSummary(
    string Key,
    string Name,
    int? LatestVersion,
    IReadOnlyDictionary<string, int> Labels,
    DateTimeOffset UpdatedAt,
    bool Sample
);

/// <summary>A prompt with its draft and versions, newest first. <see cref="Etag"/> guards the draft.</summary>
public sealed record Prompt(
    string Key,
    string Name,
    PromptDraft? Draft,
    IReadOnlyList<PromptVersion> Versions,
    IReadOnlyDictionary<string, int> Labels,
    IReadOnlyList<PromptPromotion> Promotions,
    string Etag
);

public sealed record PromptDraft(IReadOnlyList<ChatMessage> Messages, int? BasedOn, DateTimeOffset UpdatedAt);

public sealed record PromptVersion(
    int Version,
    IReadOnlyList<ChatMessage> Messages,
    string Description,
    string Actor,
    DateTimeOffset CreatedAt,
    IReadOnlyList<string> Variables
);

/// <summary>A label's move and its evidence.</summary>
public sealed record PromptPromotion(
    string Label,
    int? FromVersion,
    int ToVersion,
    DateTimeOffset Time,
    string Actor,
    string? ReplayId,
    string? Verdict,
    string? Reason
)
{
    /// <summary>A model of the replay behind it was simulated: its verdict says nothing about a real one.</summary>
    public bool Simulated { get; init; }
}

/// <param name="Name">Default: the key.</param>
public sealed record CreatePrompt(string Key, string? Name)
{
    /// <summary>Part of the removable sample data.</summary>
    public bool Sample { get; init; }
}

public sealed record PutDraft(IReadOnlyList<ChatMessage> Messages);

public sealed record CommitVersion(IReadOnlyList<ChatMessage>? Messages, string? Description);

/// <summary>
/// The reason is kept with the move, and so is the evidence: the replay, its verdict, whether it was simulated. Only the service that ran
/// the
/// replay may state evidence; from anybody else it is refused.
/// </summary>
public sealed record PutLabel(int Version)
{
    public string? ReplayId { get; init; }
    public string? Verdict { get; init; }
    public string? Reason { get; init; }

    /// <summary>The verdict rests on a simulated model. Refused for a protected label.</summary>
    public bool Simulated { get; init; }
}

public sealed record RenderPrompt(int? Version, IReadOnlyDictionary<string, string> Variables);

public sealed record RenderedPrompt(IReadOnlyList<ChatMessage> Messages);

/// <summary>Word diff per message: runs of <c>same | added | removed</c>.</summary>
public sealed record PromptDiff(string Key, int From, int To, IReadOnlyList<MessageDiff> Messages);

public sealed record MessageDiff(string Role, IReadOnlyList<DiffRun> Runs);

public sealed record DiffRun(string Change, string Text);
