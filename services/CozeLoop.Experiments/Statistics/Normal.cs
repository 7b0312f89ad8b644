namespace CozeLoop.Experiments.Statistics;

/// <summary>Quantiles of the standard normal distribution, named as the formulas name them.</summary>
internal static class Normal
{
    public static double Cumulative(double z) => MathNet.Numerics.Distributions.Normal.CDF(0, 1, z);

    public static double Quantile(double p) => MathNet.Numerics.Distributions.Normal.InvCDF(0, 1, p);

    /// <summary>z with P(−z &lt; Z &lt; z) = level: 1.96 for 0.95.</summary>
    public static double TwoSided(double level) => Quantile(1 - (1 - level) / 2);
}
