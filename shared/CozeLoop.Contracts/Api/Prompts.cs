using CozeLoop.Chat;

namespace CozeLoop.Contracts.Api;

/// <summary>A row of <c>GET /api/v1/prompts</c>.</summary>
/// <param name="Key">Names the prompt in its workspace and never changes.</param>
/// <param name="Name">Display name.</param>
/// <param name="LatestVersion">Counted from 1; null without a version.</param>
/// <param name="Labels">The version that each label points at.</param>
/// <param name="UpdatedAt">When its draft, versions or labels last changed.</param>
/// <param name="Sample">Part of the removable sample data.</param>
public sealed record PromptSummary(
    string Key,
    string Name,
    int? LatestVersion,
    IReadOnlyDictionary<string, int> Labels,
    DateTimeOffset UpdatedAt,
    bool Sample
);

/// <summary>A prompt with its draft, versions and labels.</summary>
/// <param name="Key">Names the prompt in its workspace and never changes.</param>
/// <param name="Name">Display name.</param>
/// <param name="Draft">What is not committed yet; null where nobody has written one.</param>
/// <param name="Versions">Newest first.</param>
/// <param name="Labels">The version that each label points at.</param>
/// <param name="Promotions">Moves of labels, newest first.</param>
/// <param name="Etag">Send it as <c>If-Match</c> with the next draft, so that no one else's change is overwritten.</param>
public sealed record Prompt(
    string Key,
    string Name,
    PromptDraft? Draft,
    IReadOnlyList<PromptVersion> Versions,
    IReadOnlyDictionary<string, int> Labels,
    IReadOnlyList<PromptPromotion> Promotions,
    string Etag
);

/// <summary>Messages of a prompt that are not committed yet.</summary>
/// <param name="Messages">The messages, with <c>{{variables}}</c> in them.</param>
/// <param name="BasedOn">The version that was the latest when the draft was begun; null for none.</param>
/// <param name="UpdatedAt">When it was last saved.</param>
public sealed record PromptDraft(IReadOnlyList<ChatMessage> Messages, int? BasedOn, DateTimeOffset UpdatedAt);

/// <summary>A committed version of a prompt, which never changes.</summary>
/// <param name="Version">Counted from 1.</param>
/// <param name="Messages">The messages, with <c>{{variables}}</c> in them.</param>
/// <param name="Description">What changed and why; may be empty.</param>
/// <param name="Actor">Who committed it: <c>user:5</c> or <c>key:pk-…</c>.</param>
/// <param name="CreatedAt">When it was committed.</param>
/// <param name="Variables">Names of the variables in the messages.</param>
public sealed record PromptVersion(
    int Version,
    IReadOnlyList<ChatMessage> Messages,
    string Description,
    string Actor,
    DateTimeOffset CreatedAt,
    IReadOnlyList<string> Variables
);

/// <summary>A label's move and its evidence.</summary>
/// <param name="Label">The label's name.</param>
/// <param name="FromVersion">Where it pointed before; null for nowhere.</param>
/// <param name="ToVersion">Where it has pointed since.</param>
/// <param name="Time">When it was moved.</param>
/// <param name="Actor">Who moved it: <c>user:5</c> or <c>key:pk-…</c>.</param>
/// <param name="ReplayId">The replay behind the move; null for a move by hand.</param>
/// <param name="Verdict">That replay's verdict: <c>better | worse | inconclusive</c>; null for a move by hand.</param>
/// <param name="Reason">Why, in the mover's words.</param>
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

/// <summary>Body of <c>POST /api/v1/prompts</c>.</summary>
/// <param name="Key">Names the prompt in its workspace and never changes.</param>
/// <param name="Name">What people call it; null takes the key.</param>
public sealed record CreatePrompt(string Key, string? Name)
{
    /// <summary>Part of the removable sample data.</summary>
    public bool Sample { get; init; }
}

/// <summary>Body of <c>PUT /api/v1/prompts/{key}/draft</c>.</summary>
/// <param name="Messages">The whole draft, with <c>{{variables}}</c> in it.</param>
public sealed record PutDraft(IReadOnlyList<ChatMessage> Messages);

/// <summary>Body of <c>POST /api/v1/prompts/{key}/versions</c>.</summary>
/// <param name="Messages">What to commit; null commits the draft.</param>
/// <param name="Description">What changed and why.</param>
public sealed record CommitVersion(IReadOnlyList<ChatMessage>? Messages, string? Description);

/// <summary>
/// Body of <c>PUT /api/v1/prompts/{key}/labels/{label}</c>. The reason is recorded with the move. Evidence (the replay, its verdict,
/// whether it was simulated) is stated by promoting a replay, and refused here.
/// </summary>
/// <param name="Version">Where the label is to point.</param>
public sealed record PutLabel(int Version)
{
    /// <summary>Only for the product's own services: the replay behind the move.</summary>
    public string? ReplayId { get; init; }

    /// <summary>Only for the product's own services: that replay's verdict.</summary>
    public string? Verdict { get; init; }

    /// <summary>Why, in the mover's words.</summary>
    public string? Reason { get; init; }

    /// <summary>Only for the product's own services: the verdict rests on a simulated model. Refused for a protected label.</summary>
    public bool Simulated { get; init; }
}

/// <summary>Body of <c>POST /api/v1/prompts/{key}/render</c>.</summary>
/// <param name="Version">The version to fill; null for the latest.</param>
/// <param name="Variables">A text for each variable of the version.</param>
public sealed record RenderPrompt(int? Version, IReadOnlyDictionary<string, string> Variables);

/// <summary>A prompt's messages with the variables filled in.</summary>
/// <param name="Messages">Ready to send to a model.</param>
public sealed record RenderedPrompt(IReadOnlyList<ChatMessage> Messages);

/// <summary>What changed from one version of a prompt to another.</summary>
/// <param name="Key">The prompt's key.</param>
/// <param name="From">The version compared with.</param>
/// <param name="To">The version that is shown as changed.</param>
/// <param name="Messages">A word diff of each message.</param>
public sealed record PromptDiff(string Key, int From, int To, IReadOnlyList<MessageDiff> Messages);

/// <summary>A word diff of one message.</summary>
/// <param name="Role">The message's role.</param>
/// <param name="Runs">The text in pieces, in reading order.</param>
public sealed record MessageDiff(string Role, IReadOnlyList<DiffRun> Runs);

/// <summary>A piece of text in a diff.</summary>
/// <param name="Change"><c>same | added | removed</c>.</param>
/// <param name="Text">The piece itself.</param>
public sealed record DiffRun(string Change, string Text);
