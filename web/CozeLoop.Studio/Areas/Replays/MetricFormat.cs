using System.Globalization;
using CozeLoop.Contracts.Api;
using CozeLoop.Studio.Controls;
using Microsoft.Extensions.Localization;

namespace CozeLoop.Studio.Areas.Replays;

/// <summary>Figures of a comparison by the unit of their metric: <c>points | score | usd | ms</c>.</summary>
internal static class MetricFormat
{
    /// <summary>An arm's own value; points are percent of answers.</summary>
    public static string Value(double? value, string unit) =>
        (value, unit) switch
        {
            (null, _) => Format.Unknown,
            (_, MetricUnits.Points) => Format.Number(value) + " %",
            (_, MetricUnits.Usd) => Format.Money((decimal)value.Value),
            (_, MetricUnits.Ms) => Format.Duration(value),
            _ => Format.Score(value),
        };

    /// <summary>A difference with its sign: <c>+6.5</c>, <c>−1.5</c>, <c>0.0</c>.</summary>
    public static string Signed(double? value, string unit)
    {
        if (value is not { } v)
            return Format.Unknown;
        double size = Math.Abs(v);
        string shown = unit switch
        {
            MetricUnits.Usd => Format.Money((decimal)size),
            MetricUnits.Ms => Format.Duration(size),
            MetricUnits.Score => Format.Number(size, 2),
            _ => Format.Number(size),
        };
        bool isZero = !shown.Any(c => c is >= '1' and <= '9');
        return isZero ? shown : (v < 0 ? "−" : "+") + shown;
    }

    /// <summary>The size of an effect with its unit in words: never points of what is no percentage.</summary>
    public static string Effect(double effect, string unit, IStringLocalizer text) =>
        text[$"EffectIn {unit}", unit == MetricUnits.Points ? Format.Number(effect) : Format.Number(effect, 2)];

    public static string Interval(double? low, double? high, string unit) =>
        low is null || high is null ? "" : $"[{Signed(low, unit)}, {Signed(high, unit)}]";

    public static string P(double? p) =>
        p switch
        {
            null => "",
            < 0.0001 => "<" + Format.Number(0.0001, 4),
            _ => Format.Number(p, p < 0.1 ? 4 : 2),
        };

    public static string Share(long part, long whole) =>
        whole <= 0 ? Format.Unknown : (100d * part / whole).ToString("0.#", CultureInfo.CurrentCulture) + " %";

    public static string Effect(MetricSummary? effect) =>
        effect is null ? "" : $"{Signed(effect.Difference, effect.Unit)} {Interval(effect.Low, effect.High, effect.Unit)}";

    /// <summary>Time left or passed in the largest two units; under a minute the seconds.</summary>
    public static string Span(TimeSpan time) =>
        time.TotalHours >= 1 ? $"{(int)time.TotalHours} h {time.Minutes} min"
        : time.TotalMinutes >= 1 ? $"{(int)time.TotalMinutes} min {time.Seconds} s"
        : $"{Math.Ceiling(time.TotalSeconds):0} s";
}
