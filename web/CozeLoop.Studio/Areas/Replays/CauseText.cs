using Microsoft.Extensions.Localization;

namespace CozeLoop.Studio.Areas.Replays;

/// <summary>Why something is missing, in words; a cause that has none yet shows as its code.</summary>
internal static class CauseText
{
    /// <summary>Why a run paused: the cause in words, then what the provider said, which nobody translates.</summary>
    public static string OfState(IStringLocalizer texts, string reason) =>
        reason.Split(": ", 2) is [var cause, var said] && texts["Cause " + cause] is { ResourceNotFound: false } known
            ? $"{known.Value}: {said}"
            : reason;

    public static string Of(IStringLocalizer texts, string cause) =>
        texts["Cause " + cause] is { ResourceNotFound: false } known ? known.Value : cause;
}
