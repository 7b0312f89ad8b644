using System.Globalization;
using System.Resources;

namespace CozeLoop.Studio.Controls;

/// <summary>
/// What a service said in English, by its code in the reader's language, with the service's words behind it where they hold a detail.
/// An English reader gets those words alone: they are more exact.
/// </summary>
internal static class FailureTexts
{
    private static readonly ResourceManager Texts = new(typeof(FailureTexts));

    /// <returns>The service's words where the code has none here.</returns>
    public static string Of(string code, string said)
    {
        var culture = CultureInfo.CurrentUICulture;
        if (culture.TwoLetterISOLanguageName == "en" || Texts.GetString(code, culture) is not { } text)
            return said;
        return string.Format(culture, text, said);
    }
}
