namespace CozeLoop.Experiments.Statistics;

/// <summary>
/// The exact two-sided McNemar test of paired binary answers, which is the sign test on the discordant pairs (McNemar 1947): under no
/// difference each of them falls either way with probability one half.
/// </summary>
internal static class McNemar
{
    /// <param name="wins">Pairs where only the candidate holds (b).</param>
    /// <param name="losses">Pairs where only the baseline holds (c).</param>
    /// <returns>p in (0, 1]; 1 where there are no discordant pairs.</returns>
    public static double PValue(int wins, int losses)
    {
        int n = wins + losses,
            fewer = Math.Min(wins, losses);
        double tail = 0;
        for (int k = 0; k <= fewer; k++)
            tail += Binomial.Probability(k, n, 0.5);
        return Math.Min(1, 2 * tail);
    }

    /// <summary>Probability that the test rejects at <paramref name="alpha"/> among <paramref name="pairs"/> independent pairs, by
    /// enumeration.</summary>
    /// <param name="discordance">Share of discordant pairs, 0..1.</param>
    /// <param name="difference">Wins' share minus losses' share, at most <paramref name="discordance"/> in size.</param>
    public static double Power(int pairs, double discordance, double difference, double alpha = 0.05)
    {
        double win = discordance > 0 ? (discordance + difference) / (2 * discordance) : 0.5;
        double power = 0;
        for (int discordant = 0; discordant <= pairs; discordant++)
        {
            double weight = Binomial.Probability(discordant, pairs, discordance);
            if (weight < 1e-16)
                continue;
            double rejected = 0;
            for (int b = 0; b <= discordant; b++)
            {
                if (PValue(b, discordant - b) <= alpha)
                    rejected += Binomial.Probability(b, discordant, win);
            }
            power += weight * rejected;
        }
        return power;
    }

    /// <summary>
    /// The e-value 2ⁿ·B(b+1, c+1): the likelihood of the discordant pairs under a uniform prior on the win rate over that under one half.
    /// It may be looked at after every pair; 1/alpha is the bar.
    /// </summary>
    public static double EValue(int wins, int losses) =>
        Math.Exp((wins + losses) * Math.Log(2) + MathNet.Numerics.SpecialFunctions.BetaLn(wins + 1, losses + 1));

    /// <summary>
    /// Chance of a false alarm when the test is looked at repeatedly: after every <paramref name="every"/> pairs up to
    /// <paramref name="pairs"/>,
    /// stopping at the first p ≤ <paramref name="alpha"/>. All pairs are discordant and fair.
    /// </summary>
    public static double FalseAlarmWhenPeeking(int pairs, int every, double alpha = 0.05)
    {
        var alive = new double[pairs + 1];
        alive[0] = 1;
        double stopped = 0;
        for (int n = 1; n <= pairs; n++)
        {
            for (int b = n; b >= 0; b--)
                alive[b] = 0.5 * ((b < n ? alive[b] : 0) + (b > 0 ? alive[b - 1] : 0));
            if (n % every != 0)
                continue;
            for (int b = 0; b <= n; b++)
            {
                if (PValue(b, n - b) > alpha)
                    continue;
                stopped += alive[b];
                alive[b] = 0;
            }
        }
        return stopped;
    }
}
