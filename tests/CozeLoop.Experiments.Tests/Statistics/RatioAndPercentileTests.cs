using CozeLoop.Experiments.Statistics;
using MathNet.Numerics.Distributions;
using Xunit;

namespace CozeLoop.Experiments.Tests.Statistics;

/// <summary>Relative changes and percentiles of times that are spread as times are (log-normal), with the same true change: how often an
/// interval misses it on the side that lets a gate pass.</summary>
public sealed class RatioAndPercentileTests
{
    private const int Runs = 2_000;

    [Theory]
    [InlineData(12, 1, 0.05)]
    [InlineData(40, 3, 0.05)]
    [InlineData(100, 1, 0)]
    public void A_relative_change_is_held(int clusters, int turns, double change)
    {
        var (held, below) = Count(run =>
        {
            (double, double)[] means = [.. Pairs(run, clusters, turns, change).Select(c => (c.Average(p => p.Old), c.Average(p => p.New)))];
            return (ClusterRatio.Of(means, widest: 0), change);
        });
        Assert.InRange(held, 0.93, 1);
        Assert.InRange(below, 0, 0.055);
    }

    [Theory]
    [InlineData(100, 1, 0.1)]
    [InlineData(200, 1, 0.1)]
    [InlineData(120, 3, 0)]
    public void A_percentile_s_change_is_held(int clusters, int turns, double change)
    {
        var (held, below) = Count(run =>
        {
            var quantile = new ClusterQuantile(Pairs(run, clusters, turns, change));
            return (quantile.Of((old, @new) => @new / old - 1, run).Interval, change);
        });
        Assert.InRange(held, 0.93, 1);
        Assert.InRange(below, 0, 0.055);
    }

    [Fact]
    public void No_old_value_has_no_relative_change() => Assert.Null(ClusterRatio.Of([(0, 1), (0, 2)], widest: 2));

    /// <returns>Shares of runs whose interval holds the truth, and whose interval lies wholly below it.</returns>
    private static (double Held, double Below) Count(Func<int, (Interval?, double Truth)> run)
    {
        int held = 0,
            below = 0;
        Parallel.For(
            0,
            Runs,
            i =>
            {
                var (interval, truth) = run(i);
                if (interval is not { } seen || seen.Contains(truth))
                    Interlocked.Increment(ref held);
                else if (seen.High < truth)
                    Interlocked.Increment(ref below);
            }
        );
        return (held / (double)Runs, below / (double)Runs);
    }

    /// <summary>Each cluster has a length of its own, which both arms share.</summary>
    private static (double Old, double New)[][] Pairs(int run, int clusters, int turns, double change)
    {
        var random = new Random(run * 31 + clusters);
        return
        [
            .. Enumerable
                .Range(0, clusters)
                .Select(_ =>
                {
                    double length = LogNormal.Sample(random, 6, 0.4);
                    return Enumerable
                        .Range(0, turns)
                        .Select(_ => (length * LogNormal.Sample(random, 0, 0.3), (1 + change) * length * LogNormal.Sample(random, 0, 0.3)))
                        .ToArray();
                }),
        ];
    }
}
