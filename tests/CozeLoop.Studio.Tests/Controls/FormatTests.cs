using System.Globalization;
using CozeLoop.Chat;
using CozeLoop.Studio.Controls;
using Xunit;

namespace CozeLoop.Studio.Tests.Controls;

public class FormatTests
{
    public FormatTests() => CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo("en");

    [Theory]
    [InlineData(null, "–")]
    [InlineData(0.5, "0.5 ms")]
    [InlineData(210.0, "210 ms")]
    [InlineData(21_400.0, "21.4 s")]
    [InlineData(125_000.0, "2 min 5 s")]
    public void Durations_carry_their_unit(double? ms, string shown) => Assert.Equal(shown, Format.Duration(ms));

    [Fact]
    public void Unknown_money_is_not_zero()
    {
        Assert.Equal("–", Format.Money(null));
        Assert.Equal("$0", Format.Money(0));
        Assert.Equal("$0.0684", Format.Money(0.0684m));
        Assert.Equal("$0.000026", Format.Money(0.0000264m));
        Assert.Equal("$0.0006", Format.Money(0.0006m));
        Assert.Equal("$1,212.40", Format.Money(1212.4m));
    }

    [Fact]
    public void Differences_show_their_sign()
    {
        Assert.Equal("+4.6", Format.Difference(4.6));
        Assert.Equal("−0.4", Format.Difference(-0.4));
    }

    [Fact]
    public void Tokens_without_any_known_kind_are_unknown()
    {
        Assert.Null(Format.Total(new TokenUsage()));
        Assert.Equal(12, Format.Total(new TokenUsage { Input = 10, CacheRead = 2 }));
    }
}
