using CozeLoop.Experiments.Comparisons;
using CozeLoop.Experiments.Statistics;
using Xunit;

namespace CozeLoop.Experiments.Tests.Comparisons;

public sealed class NullSimulationTests
{
    /// <summary>
    /// Nothing differs between the arms, but turns of a conversation agree strongly. 14 clusters of 4 to 30 turns: a test over turns would
    /// give a false alarm in 18 to 48 % of runs. Bounded from above only, because the procedure may be conservative.
    /// </summary>
    [Fact]
    public void With_correlated_turns_and_no_effect_false_alarms_stay_near_five_percent()
    {
        const int runs = 2_000;
        var random = new Random(20261123);
        int alarms = Enumerable.Range(0, runs).Count(_ => Verdict(Turns(random, clusters: 14, effect: 0)) != "inconclusive");
        // 5 % ± 3 standard errors is 6.5 %.
        Assert.InRange(alarms / (double)runs, 0, 0.065);
    }

    [Fact]
    public void A_large_planted_effect_is_found()
    {
        var random = new Random(7);
        int found = Enumerable.Range(0, 200).Count(_ => Verdict(Turns(random, clusters: 16, effect: 0.4)) == "better");
        Assert.InRange(found / 200.0, 0.95, 1);
    }

    [Fact]
    public void The_interval_covers_the_true_difference()
    {
        const int runs = 2_000;
        var random = new Random(11);
        int covered = Enumerable
            .Range(0, runs)
            .Count(_ => ClusterT.Of(ClusterMeans(Turns(random, clusters: 30, effect: 0)))!.Value.Contains(0));
        Assert.InRange(covered / (double)runs, 0.93, 1);
    }

    private static double[] ClusterMeans(MetricData metric) =>
        [.. metric.Observations.GroupBy(o => o.Cluster).Select(c => c.Average(o => o.Difference))];

    private static string Verdict(MetricData metric) => PairedAnalysis.Of(metric, seed: 1).Decide(lowerIsBetter: false, margin: 0);

    /// <summary>Each cluster leans to one arm or the other by chance; the lean has mean <paramref name="effect"/>.</summary>
    private static MetricData Turns(Random random, int clusters, double effect)
    {
        var observations = new List<Observation>();
        for (int c = 0; c < clusters; c++)
        {
            double level = 0.3 + 0.4 * random.NextDouble(),
                lean = 0.3 * (random.NextDouble() - random.NextDouble());
            int turns = random.Next(4, 31);
            for (int t = 0; t < turns; t++)
            {
                bool old = random.NextDouble() < level - lean / 2 - effect / 2,
                    @new = random.NextDouble() < level + lean / 2 + effect / 2;
                observations.Add(new Observation($"c{c}", ArmValue.Of(old ? 100 : 0), ArmValue.Of(@new ? 100 : 0), null));
            }
        }
        return new MetricData("m", "points", "regex", observations, 0, 100);
    }
}
