namespace CozeLoop.Contracts.Api;

/// <summary>Why a recorded call is not an item of a replay (<see cref="ReplayPlan.Exclusions"/>), or an item no part of its comparison
/// (<see cref="Comparison.Exclusions"/>); those of content also say what is missing of a span (<see
/// cref="SpanDetail.IncompleteCauses"/>).</summary>
public static class ExclusionReasons
{
    /// <summary>Part of what was recorded has expired.</summary>
    public const string ContentExpired = "content_expired";

    /// <summary>The sender dropped attributes or events at a limit of its own.</summary>
    public const string ContentDropped = "content_dropped";

    /// <summary>The sender cut a text at a limit of its own.</summary>
    public const string ContentCut = "content_cut";

    /// <summary>A text or a file was hidden or kept elsewhere, or what went before it is known to the provider only.</summary>
    public const string ContentNotRecorded = "content_not_recorded";

    /// <summary>Part of the messages is in a form that is not known, or that no chat completion has.</summary>
    public const string ContentUnreadable = "content_unreadable";

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
