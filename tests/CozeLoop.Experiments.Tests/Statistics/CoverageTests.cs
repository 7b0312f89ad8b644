using CozeLoop.Experiments.Statistics;
using Xunit;

namespace CozeLoop.Experiments.Tests.Statistics;

/// <summary>
/// What the interval promises, simulated: at least 94.5 % of 10,000 hold the true difference, and at most 5.5 % lie wholly above it, which
/// is what lets a gate pass that should not. Bounded from one side only: a rule that holds its level with rare events is often careful
/// beyond it (docs/replay.md has the figures).
/// </summary>
public sealed class CoverageTests
{
    private const int Runs = 10_000;

    [Theory]
    // Yes/no questions of their own.
    [InlineData(12, 1, 1, 0.5, 0.2, 0)]
    [InlineData(40, 1, 1, 0.7, 0.2, 0)]
    [InlineData(40, 1, 1, 0.7, 0, 0)]
    [InlineData(100, 1, 1, 0.5, -0.15, 0)]
    [InlineData(100, 1, 1, 0.99, -0.15, 0)]
    // Turns of conversations that agree with each other.
    [InlineData(20, 4, 30, 0.5, 0.2, 0.3)]
    [InlineData(40, 4, 30, 0.9, -0.15, 0.3)]
    [InlineData(20, 3, 3, 0.5, -0.3, 0.8)]
    // Rare failures, few clusters.
    [InlineData(6, 3, 3, 0.99, -0.01, 0)]
    [InlineData(6, 3, 3, 0.99, -0.05, 0.3)]
    [InlineData(6, 3, 3, 0.99, -0.15, 0)]
    [InlineData(6, 3, 3, 0.99, -0.15, 0.8)]
    [InlineData(30, 3, 3, 0.99, -0.05, 0)]
    [InlineData(100, 3, 3, 0.99, -0.15, 0.8)]
    [InlineData(6, 1, 1, 0.5, -0.3, 0)]
    public void The_interval_holds_its_level(int clusters, int fewest, int most, double passes, double effect, double agreement)
    {
        int held = 0,
            above = 0;
        Parallel.For(
            0,
            Runs,
            run =>
            {
                var random = new Random(run + 7_919 * clusters);
                double[] d =
                [
                    .. Enumerable.Range(0, clusters).Select(_ => Planted.Cluster(random, fewest, most, passes, effect, agreement)),
                ];
                var interval = ClusterInterval.Of(d, widest: 1)!.Value;
                if (interval.Contains(effect))
                    Interlocked.Increment(ref held);
                else if (interval.Low > effect)
                    Interlocked.Increment(ref above);
            }
        );
        Assert.InRange(held / (double)Runs, 0.945, 1);
        Assert.InRange(above / (double)Runs, 0, 0.055);
    }

    [Fact]
    public void Where_nothing_differs_the_interval_has_a_width_all_the_same()
    {
        var three = ClusterInterval.Of([0, 0, 0], widest: 1)!.Value;
        var many = ClusterInterval.Of(new double[100], widest: 1)!.Value;
        Assert.True(three.High > 0.5);
        // Wilson's z²/(k + z²) of none in 100, and Student's quantile for Gauss's.
        Assert.Equal(0.0376, many.High, 1e-3);
        Assert.Equal(-many.High, many.Low, 1e-12);
    }

    [Fact]
    public void Without_any_spread_and_scale_there_is_no_interval() => Assert.Null(ClusterInterval.Of([0, 0, 0], widest: 0));

    /// <summary>A difference of 15 points on three conversations was let pass in 11 of 20 runs.</summary>
    [Fact]
    public void Three_conversations_never_keep_a_bound()
    {
        for (int run = 0; run < 1_000; run++)
        {
            var random = new Random(run);
            double[] d = [.. Enumerable.Range(0, 3).Select(_ => Planted.Cluster(random, 3, 3, 0.99, -0.15, 0))];
            Assert.True(ClusterInterval.Of(d, widest: 1)!.Value.Low < 0);
        }
    }
}
