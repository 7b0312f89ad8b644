using System.Text.Json;

namespace CozeLoop.Contracts.Api;

/// <summary>A row of <c>GET /api/v1/evaluators</c>.</summary>
/// <param name="Key">Names the evaluator in its workspace and never changes.</param>
/// <param name="Name">Display name.</param>
/// <param name="Kind">
/// Of the latest version: <c>exactMatch | contains | regex | jsonValid | toolCall | judge</c>; empty without a version.
/// </param>
/// <param name="Version">The latest version, counted from 1; 0 without one.</param>
/// <param name="UpdatedAt">When it was created or last got a version.</param>
public sealed record EvaluatorSummary(string Key, string Name, string Kind, int Version, DateTimeOffset UpdatedAt);

/// <summary>An evaluator with all its versions.</summary>
/// <param name="Key">Names the evaluator in its workspace and never changes.</param>
/// <param name="Name">Display name.</param>
/// <param name="Versions">Newest first.</param>
public sealed record Evaluator(string Key, string Name, IReadOnlyList<EvaluatorVersion> Versions);

/// <summary>A version of an evaluator, whose settings never change.</summary>
/// <param name="Version">Counted from 1.</param>
/// <param name="Kind"><c>exactMatch | contains | regex | jsonValid | toolCall | judge</c>.</param>
/// <param name="Config">
/// The kind's settings. <c>regex</c>: <c>pattern</c>, <c>ignoreCase</c>; <c>judge</c>: <c>messages</c>, <c>connection</c>,
/// <c>model</c>, <c>scale</c>.
/// </param>
/// <param name="Description">What its author said about it; may be empty.</param>
/// <param name="Actor">Who committed it: <c>user:5</c> or <c>key:pk-…</c>.</param>
/// <param name="CreatedAt">When it was committed.</param>
public sealed record EvaluatorVersion(
    int Version,
    string Kind,
    JsonElement Config,
    string Description,
    string Actor,
    DateTimeOffset CreatedAt
);

/// <summary>Body of <c>POST /api/v1/evaluators</c>.</summary>
/// <param name="Key">Names it in the workspace: 1 to 128 letters, digits and <c>_ . -</c>, not beginning with a dot or dash.</param>
/// <param name="Name">What people call it; null takes the key.</param>
public sealed record CreateEvaluator(string Key, string? Name);

/// <summary>Body of <c>POST /api/v1/evaluators/{key}/versions</c>.</summary>
/// <param name="Kind"><c>exactMatch | contains | regex | jsonValid | toolCall | judge</c>.</param>
/// <param name="Config">
/// The kind's settings. <c>regex</c>: <c>pattern</c>, <c>ignoreCase</c>; <c>judge</c>: <c>messages</c>, <c>connection</c>,
/// <c>model</c>, <c>scale</c>.
/// </param>
/// <param name="Description">What changed and why; null for nothing to say.</param>
public sealed record CreateEvaluatorVersion(string Kind, JsonElement? Config, string? Description);

/// <summary>Names a version of an evaluator.</summary>
/// <param name="Key">The evaluator's key.</param>
/// <param name="Version">Counted from 1.</param>
public sealed record EvaluatorRef(string Key, int Version);

/// <summary>Body of <c>POST /api/v1/evaluators/{key}/run</c>: the answer to score.</summary>
/// <param name="Version">The version that scores; null for the latest.</param>
/// <param name="Messages">The conversation before the answer.</param>
/// <param name="Answer">The message to score.</param>
/// <param name="Reference">What the answer is compared with; null for kinds that need none.</param>
public sealed record RunEvaluator(
    int? Version,
    IReadOnlyList<Chat.ChatMessage> Messages,
    Chat.ChatMessage Answer,
    Chat.ChatMessage? Reference
);

/// <summary>One score of one evaluator version.</summary>
/// <param name="Key">The evaluator's key.</param>
/// <param name="Version">The version that scored.</param>
/// <param name="Kind">The version's kind.</param>
/// <param name="Value">0 or 1 for a binary evaluator, else a number on the evaluator's scale; null where it could not be scored.</param>
/// <param name="Label">The value in a word, such as <c>pass</c>; null where the evaluator gives none.</param>
/// <param name="Reason">Why, in the evaluator's or the judge's words.</param>
/// <param name="Cause">Why there is no value; null where there is one.</param>
public sealed record EvaluationResult(string Key, int Version, string Kind, double? Value, string? Label, string? Reason, string? Cause)
{
    /// <summary>The value can only be 0 or 1.</summary>
    public bool Binary { get; init; } = true;

    /// <summary>A simulated model judged: the value says nothing about a real one.</summary>
    public bool Simulated { get; init; }

    /// <summary>What the judge's call cost, in US dollars; null without a call or a known price.</summary>
    public decimal? CostUsd { get; init; }

    /// <summary>The judge's call; null without one.</summary>
    public SpanRef? Span { get; init; }
}
