using System.Globalization;
using CozeLoop.Contracts.Api;
using Microsoft.Extensions.Localization;

namespace CozeLoop.Studio.Areas.Replays;

/// <summary>Why something is missing, in words; a cause that has none yet shows as its code.</summary>
internal static class CauseText
{
    /// <summary>Why a run failed or paused; null where it did neither. What the provider said in it, nobody translates.</summary>
    public static string? OfState(IStringLocalizer texts, Replay replay) =>
        replay switch
        {
            { Failure: { } failure } => CultureInfo.CurrentUICulture.TwoLetterISOLanguageName == "zh"
                ? failure.SentenceZh
                : failure.Sentence,
            { StateReason: { Length: > 0 } reason } => OfPause(texts, reason),
            _ => null,
        };

    private static string OfPause(IStringLocalizer texts, string reason) =>
        reason.Split(": ", 2) is [var cause, var said] && texts["Cause " + cause] is { ResourceNotFound: false } known
            ? $"{known.Value}: {said}"
            : reason;

    public static string Of(IStringLocalizer texts, string cause) =>
        texts["Cause " + cause] is { ResourceNotFound: false } known ? known.Value : cause;
}
