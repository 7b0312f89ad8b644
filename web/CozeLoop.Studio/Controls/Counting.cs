using Microsoft.Extensions.Localization;

namespace CozeLoop.Studio.Controls;

/// <summary>Texts with a number: English has another form for one, under the key with <c>one</c> behind it.</summary>
internal static class Counting
{
    public static string Counted(this IStringLocalizer texts, string key, long n) => texts[n == 1 ? key + " one" : key, n];
}
