using System.Globalization;
using CozeLoop.Chat;

namespace CozeLoop.Studio.Controls;

/// <summary>Numbers with their unit, by the reader's culture. What is not known is an en dash, never 0.</summary>
public static class Format
{
    public const string Unknown = "–";

    public static string Count(long? n) => n is { } v ? v.ToString("N0", CultureInfo.CurrentCulture) : Unknown;

    /// <summary>US dollars; amounts below one keep four decimals so that single calls can be told apart, the smallest two digits that are
    /// not 0.</summary>
    public static string Money(decimal? usd) =>
        usd switch
        {
            null => Unknown,
            0 => "$0",
            var v when Math.Abs(v.Value) < 1 => "$"
                + Math.Round(v.Value, DecimalsOf(v.Value)).ToString("0.0000######", CultureInfo.CurrentCulture),
            var v => "$" + v.Value.ToString("N2", CultureInfo.CurrentCulture),
        };

    /// <summary>So many that two digits that are not 0 stand, 4 to 10.</summary>
    private static int DecimalsOf(decimal below1) => Math.Clamp(1 - (int)Math.Floor(Math.Log10((double)Math.Abs(below1))), 4, 10);

    public static string Duration(double? ms) =>
        ms switch
        {
            null => Unknown,
            < 1 => $"{ms.Value.ToString("0.##", CultureInfo.CurrentCulture)} ms",
            < 1000 => $"{ms.Value.ToString("0", CultureInfo.CurrentCulture)} ms",
            < 60_000 => $"{(ms.Value / 1000).ToString("0.0", CultureInfo.CurrentCulture)} s",
            _ => $"{(int)(ms.Value / 60_000)} min {(ms.Value / 1000 % 60).ToString("0", CultureInfo.CurrentCulture)} s",
        };

    /// <param name="share">0 to 1.</param>
    public static string Percent(double? share, int decimals = 1) =>
        share is { } v ? (v * 100).ToString("F" + decimals, CultureInfo.CurrentCulture) + " %" : Unknown;

    public static string Number(double? value, int decimals = 1) =>
        value is { } v ? v.ToString("F" + decimals, CultureInfo.CurrentCulture).Replace('-', '−') : Unknown;

    /// <summary>With its sign, for differences: <c>+4.6</c>, <c>−0.4</c>.</summary>
    public static string Difference(double? value, int decimals = 1) =>
        value is { } v ? (v >= 0 ? "+" : "") + Number(v, decimals) : Unknown;

    /// <summary>A score's value: whole numbers without decimals.</summary>
    public static string Score(double? value) => value is { } v ? v.ToString("0.##", CultureInfo.CurrentCulture) : Unknown;

    /// <summary>All kinds together; null where no kind is known.</summary>
    public static long? Total(TokenUsage t) =>
        new[] { t.Input, t.Output, t.CacheRead, t.CacheWrite, t.Reasoning, t.Audio } is var kinds && kinds.All(k => k is null)
            ? null
            : kinds.Sum(k => k ?? 0);

    /// <summary><c>7c1e…09af</c>.</summary>
    public static string ShortId(string id) => id.Length <= 12 ? id : $"{id[..4]}…{id[^4..]}";
}
