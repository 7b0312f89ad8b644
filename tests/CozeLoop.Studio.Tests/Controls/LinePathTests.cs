using CozeLoop.Studio.Controls;
using Xunit;

namespace CozeLoop.Studio.Tests.Controls;

public class LinePathTests
{
    [Fact]
    public void A_line_does_not_cross_what_was_not_measured_and_a_point_alone_is_a_dot() =>
        Assert.Equal(
            ("M0,1L1,2M3,4h0M5,6L6,7", "M0,1L1,2L1,9L0,9ZM5,6L6,7L6,9L5,9Z"),
            LinePath.Of([(0, 1), (1, 2), null, (3, 4), null, null, (5, 6), (6, 7)], 9)
        );

    [Fact]
    public void Nothing_measured_is_no_line() => Assert.Null(LinePath.Of([null, null], 9));

    [Fact]
    public void One_value_is_drawn_too() => Assert.Equal("M100,18h0", SparkPath.Of([5], 200, 36)?.Line);
}
