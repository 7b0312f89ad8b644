namespace CozeLoop.Contracts.Api;

/// <summary>Why a recorded call is not an item of a replay, or an item no part of its comparison: <see
/// cref="Comparison.Exclusions"/>.</summary>
public static class ExclusionReasons
{
    /// <summary>Part of what was recorded has expired.</summary>
    public const string ContentExpired = "content_expired";

    /// <summary>No messages were recorded.</summary>
    public const string NoMessages = "no_messages";

    /// <summary>The span is not a model call.</summary>
    public const string NoModelCall = "no_model_call";

    /// <summary>The call was itself made by a replay.</summary>
    public const string ReplayedCall = "replayed_call";

    /// <summary>The candidate's prompt would be longer than a rendered prompt may be.</summary>
    public const string TooLong = "too_long";

    /// <summary>The candidate's prompt has variables whose values were not recovered.</summary>
    public const string VariablesUnknown = "variables_unknown";

    /// <summary>The candidate's prompt is more than system messages, and where the recorded one stood is not known.</summary>
    public const string PromptHasNoPlace = "prompt_has_no_place";

    /// <summary>The budget ended the run before it.</summary>
    public const string AfterBudget = "after_budget";
}
