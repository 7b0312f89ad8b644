using System.Globalization;
using CozeLoop.Truth.Runs;

namespace CozeLoop.Truth.Figures;

/// <summary>What the product promises, held against what it did.</summary>
internal static class Bars
{
    private const string TooFew = "too few runs";
    private const double FalseAtMost = 0.05,
        FalseBound = 0.08,
        CoverageLow = 0.93,
        CoverageNominal = 0.95,
        CoverageHigh = 0.97,
        PowerWithin = 0.05;

    // So far from the planted effect, and the simulation itself is broken; the errors of fewer runs are too uncertain to say so.
    private const double Errors = 5;
    private const int RunsForErrors = 30;

    // What the bars are made for: a share of so many is taken at its word.
    private const int RunsToTell = 200;

    public static IEnumerable<Figure> Of(Tally tally)
    {
        yield return Seen(tally);
        yield return FalseOnes(tally, "false verdicts", tally.FalseVerdicts, FalseBound);
        if (!tally.Scenario.IsOnlyDirectionKnown)
            yield return Coverage(tally);
        if (tally.Power is { } forecast)
            yield return Power(tally, forecast);
        else if (!tally.Scenario.IsNull)
            yield return new Figure(tally.Scenario.Name, "power", Text(tally.Found), Remark: "not forecast");
        foreach (var (i, gate) in PlantedGate.All.Index())
            yield return FalseOnes(tally, $"false gates, {gate}", tally.FalseGates(i), bound: 1);
    }

    private static Figure Seen(Tally tally)
    {
        var (mean, error) = tally.Seen;
        double effect = tally.Scenario.Effect;
        string seen = string.Create(CultureInfo.InvariantCulture, $"{mean:+0.0;-0.0;0.0} ± {error:0.0} points");
        if (tally.Scenario.IsOnlyDirectionKnown)
            return new Figure(tally.Scenario.Name, "mean difference", seen);
        return new Figure(
            tally.Scenario.Name,
            "mean difference",
            seen,
            string.Create(CultureInfo.InvariantCulture, $"planted {effect:+0;-0;0}"),
            tally.Runs < RunsForErrors ? null : Math.Abs(mean - effect) <= Errors * error + 1e-9,
            TooFew
        );
    }

    /// <summary>
    /// Broken where the share is too large, and chance no excuse; kept where it is not, and the upper end of its interval neither. In
    /// between the runs are too few.
    /// </summary>
    private static Figure FalseOnes(Tally tally, string name, Share share, double bound)
    {
        bool isTooLarge = share.Value > FalseAtMost && (share.Of >= RunsToTell || share.Low > FalseAtMost),
            isKept = share.Value <= FalseAtMost && share.High <= bound;
        bool? holds =
            isTooLarge ? false
            : isKept ? true
            : null;
        string bar = bound < 1 ? $"<= {Percent(FalseAtMost)} %, bound <= {Percent(bound)} %" : $"<= {Percent(FalseAtMost)} %";
        return new Figure(tally.Scenario.Name, name, Text(share), bar, holds, TooFew);
    }

    /// <summary>
    /// Outside the band, and not by chance: of correct methods a seventh would leave it over 200 runs. Above it counts only where scores
    /// have values enough for a method to hit its level.
    /// </summary>
    private static Figure Coverage(Tally tally)
    {
        var share = tally.Covered;
        bool isLow = share.Value < CoverageLow && share.High < CoverageNominal,
            isHigh = tally.Scenario.IsSmooth && share.Value > CoverageHigh && share.Low > CoverageNominal;
        string bar = tally.Scenario.IsSmooth ? $"{Percent(CoverageLow)}-{Percent(CoverageHigh)} %" : $">= {Percent(CoverageLow)} %";
        return new Figure(tally.Scenario.Name, "coverage", Text(share), bar, !isLow && !isHigh);
    }

    private static Figure Power(Tally tally, double forecast)
    {
        var found = tally.Found;
        bool isOff = Math.Abs(found.Value - forecast) > PowerWithin && !found.Holds(forecast);
        return new Figure(tally.Scenario.Name, "power", Text(found), $"forecast {Percent(forecast)} %, within 5", !isOff);
    }

    private static string Text(Share share) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{share.Count}/{share.Of}  {100 * share.Value:0.0} % [{100 * share.Low:0.0}, {100 * share.High:0.0}]"
        );

    private static string Percent(double share) => (100 * share).ToString("0.#", CultureInfo.InvariantCulture);
}
