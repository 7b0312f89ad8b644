using CozeLoop.AllInOne.Cli;
using Xunit;

namespace CozeLoop.AllInOne.Tests.Cli;

public sealed class TimeTextTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("2026-11-23T08:00:00Z", "2026-11-23T08:00:00Z")]
    [InlineData("2026-11-23T08:00:00+02:00", "2026-11-23T06:00:00Z")]
    [InlineData("2026-11-23", "2026-11-23T00:00:00Z")]
    [InlineData("30m", "2026-11-23T11:30:00Z")]
    [InlineData("24h", "2026-11-22T12:00:00Z")]
    [InlineData("7d", "2026-11-16T12:00:00Z")]
    [InlineData("1.5h", "2026-11-23T10:30:00Z")]
    public void A_time_is_an_instant_or_how_long_ago(string text, string instant) =>
        Assert.Equal(
            DateTimeOffset.Parse(instant, System.Globalization.CultureInfo.InvariantCulture),
            TimeText.Parse(text, Now)!.Value.ToUniversalTime()
        );

    [Theory]
    [InlineData("")]
    [InlineData("h")]
    [InlineData("5x")]
    [InlineData("-5h")]
    [InlineData("99999999999999d")]
    [InlineData("yesterday")]
    public void Anything_else_is_none(string text) => Assert.Null(TimeText.Parse(text, Now));
}
