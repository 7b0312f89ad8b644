using CozeLoop.Studio.Controls;
using Xunit;

namespace CozeLoop.Studio.Tests.Controls;

public class TimeRangeTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 23, 15, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(null, "24h")]
    [InlineData("7d", "7d")]
    [InlineData("all", "all")]
    [InlineData("fixed", "24h")]
    [InlineData("9y", "24h")]
    public void A_name_is_taken_if_it_is_known(string? written, string name) =>
        Assert.Equal(name, TimeRange.Parse(written, null, null).Name);

    [Fact]
    public void A_named_range_ends_open_because_clocks_run_ahead()
    {
        var (from, to) = TimeRange.Parse("1h", null, null).At(Now);
        Assert.Equal(Now.AddHours(-1), from);
        Assert.Null(to);
    }

    [Fact]
    public void A_fixed_range_survives_its_way_through_the_address()
    {
        var range = TimeRange.Between(Now.AddMinutes(-3).AddTicks(1234567), Now);
        var read = TimeRange.OfUri("http://host" + range.Link("/traces?q=a"));
        Assert.Equal(range, read);
    }

    [Theory]
    [InlineData("2026-11-23T15:00:00Z", "2026-11-23T14:00:00Z")]
    [InlineData("yesterday", "2026-11-23T14:00:00Z")]
    [InlineData("2026-11-23T15:00:00Z", null)]
    public void A_range_that_cannot_be_is_ignored(string from, string? to) =>
        Assert.Equal(TimeRange.Default, TimeRange.Parse(null, from, to).Name);
}
