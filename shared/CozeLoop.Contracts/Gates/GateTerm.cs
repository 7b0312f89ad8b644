using System.Globalization;
using System.Text.RegularExpressions;
using CozeLoop.Contracts.Api;

namespace CozeLoop.Contracts.Gates;

/// <summary>One condition of a gate. It reads the interval, not the estimate.</summary>
public abstract partial record GateTerm
{
    private GateTerm() { }

    /// <summary>As it was declared.</summary>
    public string Text { get; private init; } = "";

    /// <summary>The verdict of a metric is better; of the primary one where none is named.</summary>
    /// <param name="Metric">Its name, or null.</param>
    public sealed record Better(string? Metric) : GateTerm;

    /// <summary>A bound on candidate − old: of the means, or of the 95th percentiles.</summary>
    /// <param name="Metric">Its name.</param>
    /// <param name="P95">Of the 95th percentiles, else of the means.</param>
    /// <param name="AtLeast">The difference must not be below the bound, else not above it.</param>
    /// <param name="Strict">Nor equal to it.</param>
    /// <param name="Bound">In the metric's unit; a share of the old arm's value where <paramref name="Relative"/>.</param>
    /// <param name="Relative">The bound is a share.</param>
    public sealed record Bounded(string Metric, bool P95, bool AtLeast, bool Strict, double Bound, bool Relative) : GateTerm;

    /// <summary>Not worse by more than a margin: a bound whose direction is the metric's own.</summary>
    /// <param name="Metric">Its name.</param>
    /// <param name="P95">Of the 95th percentiles, else of the means.</param>
    /// <param name="Margin">0 or more, in the metric's unit; a share of the old arm's value where <paramref name="Relative"/>.</param>
    /// <param name="Relative">The margin is a share.</param>
    public sealed record NotWorse(string Metric, bool P95, double Margin, bool Relative) : GateTerm;

    /// <returns>Null where the text is no condition.</returns>
    public static GateTerm? Parse(string text) => Read(text) is { } term ? term with { Text = text.Trim() } : null;

    private static GateTerm? Read(string text)
    {
        if (BetterForm().Match(text) is { Success: true } better)
            return new Better(better.Groups["metric"] is { Success: true } named ? NameOf(named.Value) : null);
        if (NotWorseForm().Match(text) is { Success: true } margin && NumberOf(margin) is >= 0 and { } most)
            return new NotWorse(NameOf(margin.Groups["metric"].Value), margin.Groups["p95"].Success, most, IsRelative(margin));
        if (BoundForm().Match(text) is not { Success: true } bound || NumberOf(bound) is not { } limit)
            return null;
        string comparison = bound.Groups["comparison"].Value;
        return new Bounded(
            NameOf(bound.Groups["metric"].Value),
            bound.Groups["p95"].Success,
            comparison[0] == '>',
            comparison.Length == 1,
            limit,
            IsRelative(bound)
        );
    }

    private static string NameOf(string metric) =>
        metric switch
        {
            "cost" => MeasuredMetrics.Cost,
            "latency" => MeasuredMetrics.Latency,
            _ => metric,
        };

    private static bool IsRelative(Match match) => match.Groups["unit"].Value == "%";

    private static double? NumberOf(Match match) =>
        double.TryParse(
            match.Groups["number"].ValueSpan,
            NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint,
            CultureInfo.InvariantCulture,
            out double number
        )
            ? IsRelative(match)
                ? number / 100
                : number
            : null;

    private const RegexOptions Options = RegexOptions.IgnoreCase | RegexOptions.CultureInvariant;
    private const string Statistic = @"(?:(?<p95>p95)\s*\(\s*(?<metric>[\p{L}\p{Nd}_.-]+)\s*\)|(?<metric>[\p{L}\p{Nd}_.-]+))",
        Number = @"(?<number>[+-]?[0-9]{1,12}(?:\.[0-9]{1,12})?)\s*(?<unit>%|pt|points?)?";

    [GeneratedRegex(@"\A\s*(?:(?<metric>[\p{L}\p{Nd}_.-]+)\s+)?(?:is\s+)?better\s*\z", Options)]
    private static partial Regex BetterForm();

    [GeneratedRegex(@"\A\s*" + Statistic + @"\s+(?:is\s+)?not\s+worse\s+by\s+more\s+than\s+" + Number + @"\s*\z", Options)]
    private static partial Regex NotWorseForm();

    [GeneratedRegex(@"\A\s*" + Statistic + @"\s*(?<comparison>>=|<=|>|<)\s*" + Number + @"\s*\z", Options)]
    private static partial Regex BoundForm();
}
