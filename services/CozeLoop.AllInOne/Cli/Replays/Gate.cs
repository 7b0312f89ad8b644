using System.Globalization;
using System.Text.RegularExpressions;
using CozeLoop.Contracts.Api;

namespace CozeLoop.AllInOne.Cli.Replays;

internal enum GateOutcome
{
    Met,
    NotMet,
    Inconclusive,
}

/// <summary>
/// A bound on the difference candidate − baseline of a metric, in the metric's unit (points for a binary one): <c>resolved &gt;= -2</c>.
/// It reads the interval, not the estimate: met when the whole interval keeps the bound, not met when none of it does, else inconclusive.
/// </summary>
internal sealed partial record Gate(string Metric, string Operator, double Bound)
{
    /// <summary>Null where the text is not a gate.</summary>
    public static Gate? Parse(string text)
    {
        var match = Form().Match(text);
        if (
            !match.Success
            || !double.TryParse(
                match.Groups[3].ValueSpan,
                NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint,
                CultureInfo.InvariantCulture,
                out double bound
            )
        )
            return null;
        return new Gate(match.Groups[1].Value, match.Groups[2].Value, bound);
    }

    /// <summary>Pairs that are missing never pass: what was not seen could break the bound.</summary>
    public GateOutcome Judge(Comparison comparison)
    {
        var metric = comparison.Metrics.FirstOrDefault(m => m.Name == Metric);
        if (metric?.Low is not { } low || metric.High is not { } high)
            return GateOutcome.Inconclusive;
        var outcome = Operator switch
        {
            ">=" => Read(low >= Bound, high < Bound),
            ">" => Read(low > Bound, high <= Bound),
            "<=" => Read(high <= Bound, low > Bound),
            _ => Read(high < Bound, low >= Bound),
        };
        bool complete = metric.N >= comparison.Pairs + comparison.MissingByCause.Values.Sum();
        return outcome == GateOutcome.Met && !complete ? GateOutcome.Inconclusive : outcome;
    }

    public override string ToString() => $"{Metric} {Operator} {Bound.ToString(CultureInfo.InvariantCulture)}";

    private static GateOutcome Read(bool all, bool none) =>
        all ? GateOutcome.Met
        : none ? GateOutcome.NotMet
        : GateOutcome.Inconclusive;

    [GeneratedRegex(@"\A\s*([\p{L}\p{Nd}_.-]+)\s*(>=|<=|>|<)\s*([+-]?[0-9]+(?:\.[0-9]+)?)\s*\z")]
    private static partial Regex Form();
}
