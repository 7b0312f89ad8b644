using CozeLoop.Experiments.Statistics;
using Xunit;

namespace CozeLoop.Experiments.Tests.Statistics;

/// <summary>Answers computed twice independently, outside this code base.</summary>
public sealed class KnownAnswersTests
{
    [Theory]
    [InlineData(60, 34, 0.009547810466)]
    [InlineData(10, 0, 0.001953125)]
    [InlineData(5, 0, 0.0625)]
    [InlineData(0, 0, 1.0)]
    [InlineData(8, 2, 0.109375)]
    public void Exact_McNemar_and_sign_test(int wins, int losses, double p) => Assert.Equal(p, McNemar.PValue(wins, losses), 1e-11);

    [Theory]
    [InlineData(new double[] { 4, 3, 2, 2, 1, -1 }, 6.0 / 64)]
    [InlineData(new double[] { 4, 4, -2 }, 4.0 / 8)]
    public void Sign_flip_over_all_signs(double[] sums, double p) => Assert.Equal(p, SignFlip.PValue(sums, seed: 1), 1e-12);

    [Fact]
    public void Wilcoxon_with_zeros_dropped_ranked_and_approximated()
    {
        double[] differences = [0, 0, 1, 1, -1, 2, -2, 3, 4, 5];
        Assert.Equal(new WilcoxonResult(29.5, 6.5, 34.0 / 256), Wilcoxon.Exact(differences));
        Assert.Equal(new WilcoxonResult(41.5, 10.5, 36.0 / 256), Wilcoxon.ExactPratt(differences));
        Assert.Equal(0.1051719513, Wilcoxon.Approximate(differences).P, 1e-8);
    }

    [Fact]
    public void Holm_adjustment()
    {
        double[] expected = [0.03, 0.06, 0.06, 0.02],
            actual = Holm.Adjust([0.01, 0.04, 0.03, 0.005]);
        for (int i = 0; i < expected.Length; i++)
            Assert.Equal(expected[i], actual[i], 1e-12);
    }

    [Fact]
    public void BCa_of_the_mean_over_all_resamples()
    {
        var bca = Bootstrap.Exhaustive<double>([-1, 0, 0, 1, 2, 7], drawn => drawn.Average());
        Assert.Equal(0.0940510718, bca.Bias, 1e-7);
        Assert.Equal(0.0897716271, bca.Acceleration, 1e-9);
        Assert.Equal(0.0662709871, bca.LowLevel, 1e-7);
        Assert.Equal(0.9955050376, bca.HighLevel, 1e-7);
        Assert.Equal(0, bca.Interval.Low, 1e-9);
        Assert.Equal(4.8333333, bca.Interval.High, 1e-6);
    }

    private static readonly double[][] Clusters =
    [
        [1, 1, 1, 1],
        [0, -1],
        [1],
        [0, 0, 1],
        [-1, 0],
    ];

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Cluster_bootstrap_does_not_change_when_every_turn_is_repeated(int times)
    {
        IReadOnlyList<double>[] repeated = [.. Clusters.Select(c => Enumerable.Repeat(c, times).SelectMany(v => v).ToArray())];
        var bca = Bootstrap.Exhaustive(repeated, Bootstrap.TurnWeightedMean);
        Assert.Equal(1.0 / 3, Bootstrap.TurnWeightedMean(repeated), 1e-12);
        Assert.Equal(0.3064497812, bca.StandardError, 1e-9);
        Assert.Equal(0.0520744970, bca.Acceleration, 1e-9);
    }

    [Theory]
    [InlineData(20, 5, 10, 15, 0.4, 0.1269960631)]
    [InlineData(118, 5, 2, 0, -0.0233918, null)]
    [InlineData(19, 10, 9, 12, 0.2251223, null)]
    public void Cohens_kappa(int a, int b, int c, int d, double kappa, double? error)
    {
        var actual = Agreement.CohenKappa([
            [a, b],
            [c, d],
        ]);
        Assert.Equal(kappa, actual.Value, 1e-7);
        if (error is { } e)
            Assert.Equal(e, actual.StandardError, 1e-9);
    }

    [Theory]
    [InlineData(0.15, 0.9334729752)]
    [InlineData(0.0, 0.0294402060)]
    public void Power_of_exact_McNemar(double difference, double power) => Assert.Equal(power, McNemar.Power(100, 0.2, difference), 1e-9);

    [Theory]
    [InlineData(1, 0.2273149)]
    [InlineData(10, 0.1432172)]
    [InlineData(100, 0.0352002)]
    public void False_alarms_when_peeking(int every, double rate) => Assert.Equal(rate, McNemar.FalseAlarmWhenPeeking(100, every), 1e-7);

    [Theory]
    [InlineData(15, 5, 3.2206005)]
    [InlineData(60, 34, 4.7104200)]
    [InlineData(8, 0, 28.4444)]
    public void E_value(int wins, int losses, double e) => Assert.Equal(e, McNemar.EValue(wins, losses), 1e-4);

    [Fact]
    public void Rogan_Gladen_correction()
    {
        Assert.Equal(-0.0285714, Agreement.RoganGladen(-0.02, 0.9, 0.8)!.Value, 1e-7);
        Assert.Null(Agreement.RoganGladen(0.1, 0.5, 0.5));
    }

    [Fact]
    public void Missing_pairs_bound_the_difference_and_its_p()
    {
        var bounds = MissingBounds.Of(100, 20, 8, 5);
        Assert.Equal(0.07, bounds.Worst, 1e-12);
        Assert.Equal(0.17, bounds.Best, 1e-12);
        Assert.Equal(0.0356981, bounds.PWithout, 1e-7);
        // The facts say 0.2961664; the exact fraction is 2·P(X ≤ 13 | 33 fair) = 0.29620636…: docs/decisions/0004.
        Assert.Equal(0.2962063686, bounds.PWorst, 1e-9);
        Assert.Equal(0.0045514, bounds.PBest, 1e-7);
    }
}
