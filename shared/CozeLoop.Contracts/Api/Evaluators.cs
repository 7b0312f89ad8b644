using System.Text.Json;

namespace CozeLoop.Contracts.Api;

public sealed record EvaluatorSummary(string Key, string Name, string Kind, int Version, DateTimeOffset UpdatedAt);

public sealed record Evaluator(string Key, string Name, IReadOnlyList<EvaluatorVersion> Versions);

/// <param name="Kind"><c>exactMatch | contains | regex | jsonValid | toolCall | judge</c>.</param>
public sealed record EvaluatorVersion(
    int Version,
    string Kind,
    JsonElement Config,
    string Description,
    string Actor,
    DateTimeOffset CreatedAt
);

public sealed record CreateEvaluator(string Key, string? Name);

public sealed record CreateEvaluatorVersion(string Kind, JsonElement? Config, string? Description);

public sealed record EvaluatorRef(string Key, int Version);

/// <summary>Body of <c>POST /evaluators/{key}/run</c>.</summary>
public sealed record RunEvaluator(
    int? Version,
    IReadOnlyList<Chat.ChatMessage> Messages,
    Chat.ChatMessage Answer,
    Chat.ChatMessage? Reference
);

/// <summary>One score of one evaluator version. Value is null where it could not be scored; <see cref="Cause"/> then says why.</summary>
public sealed record EvaluationResult(string Key, int Version, string Kind, double? Value, string? Label, string? Reason, string? Cause)
{
    public bool Binary { get; init; } = true;
    public bool Simulated { get; init; }
    public decimal? CostUsd { get; init; }
    public SpanRef? Span { get; init; }
}
