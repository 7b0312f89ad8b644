using CozeLoop.Truth.Figures;
using Xunit;

namespace CozeLoop.Truth.Tests.Figures;

public sealed class ShareTests
{
    // From the sums of the binomial distribution, halved 200 times.
    [Theory]
    [InlineData(0, 12, 0, 0.264648469)]
    [InlineData(12, 12, 0.735351531, 1)]
    [InlineData(8, 200, 0.017424809, 0.077291968)]
    [InlineData(57, 100, 0.467133738, 0.668608983)]
    public void The_interval_is_the_exact_one(int count, int of, double low, double high)
    {
        var share = new Share(count, of);
        Assert.Equal(low, share.Low, 1e-7);
        Assert.Equal(high, share.High, 1e-7);
        Assert.True(share.Holds(share.Value));
    }

    // From the same sums.
    [Theory]
    [InlineData(12, 0.05, 1e-4, 5)]
    [InlineData(200, 0.05, 1e-4, 23)]
    [InlineData(3, 1.0, 1e-4, 3)]
    public void A_bound_is_what_chance_hardly_ever_exceeds(int of, double probability, double risk, int bound) =>
        Assert.Equal(bound, Share.Bound(of, probability, risk));
}
