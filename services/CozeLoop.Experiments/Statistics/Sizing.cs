namespace CozeLoop.Experiments.Statistics;

/// <summary>What a run of a given size can find.</summary>
internal static class Sizing
{
    /// <summary>
    /// Smallest difference of paired proportions that the given share of runs would find (Connor 1987, solved for the difference):
    /// n δ² = (z₁₋α⸝₂ √ψ + z₁₋β √(ψ − δ²))².
    /// </summary>
    /// <param name="clusters">Independent pairs.</param>
    /// <param name="discordance">Share of pairs whose answers differ (ψ), 0..1.</param>
    /// <returns>Null without clusters or discordance; at most <paramref name="discordance"/>, which no difference can exceed.</returns>
    public static double? MinimalDetectableEffect(int clusters, double discordance, double power = 0.8, double alpha = 0.05)
    {
        if (clusters < 1 || discordance <= 0)
            return null;
        double za = Normal.Quantile(1 - alpha / 2),
            zb = Normal.Quantile(power);
        double low = 0,
            high = discordance;
        for (int i = 0; i < 100; i++)
        {
            double delta = (low + high) / 2;
            double needed = za * Math.Sqrt(discordance) + zb * Math.Sqrt(Math.Max(0, discordance - delta * delta));
            if (clusters * delta * delta < needed * needed)
                low = delta;
            else
                high = delta;
        }
        return (low + high) / 2;
    }

    /// <summary>Kish's effective number of equally weighted units: (Σw)² / Σw².</summary>
    public static double EffectiveSize(IReadOnlyList<double> weights)
    {
        double squares = weights.Sum(w => w * w);
        return squares == 0 ? 0 : weights.Sum() * weights.Sum() / squares;
    }
}
