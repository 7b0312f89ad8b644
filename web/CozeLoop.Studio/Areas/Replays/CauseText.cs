using Microsoft.Extensions.Localization;

namespace CozeLoop.Studio.Areas.Replays;

/// <summary>Why something is missing, in words; a cause that has none yet shows as its code.</summary>
internal static class CauseText
{
    public static string Of(IStringLocalizer texts, string cause) => texts["Cause " + cause] is { ResourceNotFound: false } known ? known.Value : cause;
}
