using Microsoft.Extensions.Localization;

namespace CozeLoop.Studio.Controls;

internal static class Kinds
{
    /// <summary>The word for a kind of span; as the API says it where there is none.</summary>
    public static string Name(IStringLocalizer<ControlsText> texts, string kind) =>
        texts["Kind " + kind] is { ResourceNotFound: false } known ? known.Value : kind;
}
