namespace CozeLoop.Experiments.Tests.Statistics;

/// <summary>Clusters of answers with planted effects.</summary>
internal static class Planted
{
    /// <summary>The mean difference candidate − old over one cluster's turns, −1..1.</summary>
    /// <param name="passes">Mean share of the old version's turns that pass.</param>
    /// <param name="effect">Mean difference: it strikes a share of the failures, or of the passes where it is negative.</param>
    /// <param name="agreement">How strongly turns of a cluster agree: the intra-class correlation of a beta distribution of passes.</param>
    public static double Cluster(Random random, int fewest, int most, double passes, double effect, double agreement)
    {
        double old = Beta(random, passes, agreement);
        double @new = effect >= 0 ? old + (1 - old) * effect / (1 - passes) : old * (1 + effect / passes);
        int turns = random.Next(fewest, most + 1),
            sum = 0;
        for (int turn = 0; turn < turns; turn++)
            sum += (random.NextDouble() < @new ? 1 : 0) - (random.NextDouble() < old ? 1 : 0);
        return (double)sum / turns;
    }

    private static double Beta(Random random, double mean, double agreement)
    {
        if (agreement <= 0)
            return mean;
        double weight = 1 / agreement - 1;
        return MathNet.Numerics.Distributions.Beta.Sample(random, mean * weight, (1 - mean) * weight);
    }
}
