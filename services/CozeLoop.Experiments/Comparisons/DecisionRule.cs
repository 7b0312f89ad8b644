using CozeLoop.Contracts.Api;
using CozeLoop.Experiments.Statistics;

namespace CozeLoop.Experiments.Comparisons;

/// <summary>The rule of every verdict, which the planner simulates as it stands: better or worse needs enough clusters that differ, and
/// test and interval to agree beyond the margin; anything else is inconclusive.</summary>
internal static class DecisionRule
{
    /// <param name="discordant">Clusters that differ.</param>
    /// <param name="isSignificant">Asked only where the interval leaves something to ask.</param>
    /// <param name="margin">Differences within ± margin count as none; in the metric's unit.</param>
    /// <returns>One of <see cref="Verdicts"/>.</returns>
    public static string Decide(int discordant, Interval? interval, Func<bool> isSignificant, bool lowerIsBetter, double margin)
    {
        if (discordant < PairedAnalysis.FewestDiscordant || interval is not { } seen)
            return Verdicts.Inconclusive;
        bool above = seen.Low > margin,
            below = seen.High < -margin;
        if (!(above || below) || !isSignificant())
            return Verdicts.Inconclusive;
        return above == lowerIsBetter ? Verdicts.Worse : Verdicts.Better;
    }
}
