namespace CozeLoop.Experiments.Statistics;

/// <summary>What binary pairs say if every missing one had gone against, or for, the candidate (Manski 1989).</summary>
/// <param name="Worst">Difference with all missing pairs lost, in shares of all pairs.</param>
/// <param name="Best">Difference with all missing pairs won.</param>
/// <param name="PWithout">Exact p of the pairs seen.</param>
internal readonly record struct MissingBounds(double Worst, double Best, double PWithout, double PWorst, double PBest)
{
    /// <param name="pairs">All pairs, the missing among them.</param>
    public static MissingBounds Of(int pairs, int wins, int losses, int missing) =>
        new(
            (double)(wins - losses - missing) / pairs,
            (double)(wins - losses + missing) / pairs,
            McNemar.PValue(wins, losses),
            McNemar.PValue(wins, losses + missing),
            McNemar.PValue(wins + missing, losses)
        );
}
