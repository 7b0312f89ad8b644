using CozeLoop.Chat;

namespace CozeLoop.Contracts.Api;

/// <summary>One recorded call of a replay: recorded, old and new side by side.</summary>
public sealed record ReplayItem
{
    /// <summary>Names the item within its replay.</summary>
    public required string Id { get; init; }

    /// <summary>The beginning of the last user message.</summary>
    public required string Title { get; init; }

    /// <summary>The recorded call.</summary>
    public required SpanRef Origin { get; init; }

    /// <summary>The group that it counts in.</summary>
    public required string Cluster { get; init; }

    /// <summary>Which turn of its conversation it is, counted from 0.</summary>
    public int Turn { get; init; }

    /// <summary>How certain the prompt behind it is: <c>proven | approximate | messageOnly</c>.</summary>
    public string Recovery { get; init; } = "";

    /// <summary>The recorded messages before the answer.</summary>
    public IReadOnlyList<ChatMessage> Messages { get; init; } = [];

    /// <summary>The recorded answer; null where none was recorded.</summary>
    public ChatMessage? Recorded { get; init; }

    /// <summary>The old arm's answer; null before it was called.</summary>
    public ReplayAnswer? Baseline { get; init; }

    /// <summary>The old arm's second answer; null where it ran once.</summary>
    public ReplayAnswer? BaselineAgain { get; init; }

    /// <summary>The candidate's answer; null before it was called.</summary>
    public ReplayAnswer? Candidate { get; init; }

    /// <summary>Old minus new on the primary metric, in its unit; null where a value is missing.</summary>
    public double? Loss { get; init; }

    /// <summary>For the candidate: <c>win | loss | tie | missing | pending</c>.</summary>
    public string Outcome { get; init; } = ItemOutcomes.Pending;

    /// <summary>Word diff from the old arm's answer to the candidate's.</summary>
    public IReadOnlyList<DiffRun> Diff { get; init; } = [];
}

/// <summary>What one arm answered to an item.</summary>
/// <param name="Message">The answer; null where there is none.</param>
/// <param name="State"><c>pending | woken | sent | answered | done | failed | missing | skipped</c>.</param>
/// <param name="Cause">Why there is no usable answer; null where there is one.</param>
/// <param name="Results">What the evaluators said.</param>
/// <param name="LatencyMs">From the request to the end of the answer, in milliseconds; null without an answer.</param>
/// <param name="CostUsd">What the call cost, in US dollars; null where no price is known.</param>
/// <param name="Usage">The call's tokens; null without an answer.</param>
/// <param name="Cached">The answer had been bought before, so it says nothing about latency and cost.</param>
/// <param name="Span">The call; null before it was made.</param>
/// <param name="Simulated">No real model answered.</param>
public sealed record ReplayAnswer(
    ChatMessage? Message,
    string State,
    string? Cause,
    IReadOnlyList<EvaluationResult> Results,
    double? LatencyMs,
    decimal? CostUsd,
    TokenUsage? Usage,
    bool Cached,
    SpanRef? Span,
    bool Simulated
)
{
    /// <summary>The provider's words on the cause, at most 500 characters; null where it gave none.</summary>
    public string? CauseMessage { get; init; }
}
