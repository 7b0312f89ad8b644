using System.Globalization;
using CozeLoop.Contracts.Api;
using CozeLoop.Studio.Areas.Replays;
using Xunit;

namespace CozeLoop.Studio.Tests.Areas.Replays;

public class MetricFormatTests
{
    public MetricFormatTests() => CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo("en");

    [Theory]
    [InlineData(6.5, "points", "+6.5")]
    [InlineData(-1.5, "points", "−1.5")]
    [InlineData(0.01, "points", "0.0")]
    [InlineData(-0.0006, "usd", "−$0.0006")]
    [InlineData(1830.0, "ms", "+1.8 s")]
    [InlineData(null, "points", "–")]
    public void A_difference_has_its_sign_and_unit(double? value, string unit, string expected) =>
        Assert.Equal(expected, MetricFormat.Signed(value, unit));

    [Theory]
    [InlineData(0.00001, "<0.0001")]
    [InlineData(0.0095, "0.0095")]
    [InlineData(0.92, "0.92")]
    [InlineData(null, "")]
    public void A_p_value_keeps_the_digits_that_matter(double? p, string expected) => Assert.Equal(expected, MetricFormat.P(p));

    [Fact]
    public void A_scale_holds_every_interval_the_margin_and_zero()
    {
        var metrics = new[] { Sample.Metric("a", 6.5, 1.8, 11.3, "better"), Sample.Metric("b", -1.5, -5.8, 2.7, "inconclusive") };
        var scale = IntervalScale.Of(metrics, margin: 2, width: 300);
        double[] places = [.. new[] { -5.8, -2, 0, 1.8, 2, 11.3 }.Select(scale.X)];
        Assert.Equal(places.Order(), places);
        Assert.InRange(places[0], 1, 299);
        Assert.InRange(places[^1], 1, 299);
        Assert.Equal(scale.X(2) - scale.X(0), scale.X(0) - scale.X(-2), 0.2);
    }

    [Fact]
    public void A_scale_of_nothing_still_has_its_zero_in_the_middle() => Assert.Equal(150, IntervalScale.Of([], 0, 300).X(0));

    [Fact]
    public void Rate_and_time_left_come_from_the_last_half_minute()
    {
        var rate = new RunRate();
        for (int second = 0; second <= 60; second++)
            rate.Observe(StudioContext.Now.AddSeconds(second), new Progress(second < 30 ? 0 : (second - 30) * 2, 0, 100));
        Assert.Equal(2, rate.PerSecond!.Value, 0.1);
        Assert.Equal(20, rate.Left(new Progress(60, 0, 100))!.Value.TotalSeconds, 1.0);
    }

    [Fact]
    public void Nothing_is_foretold_while_nothing_moves()
    {
        var rate = new RunRate();
        Assert.Null(rate.PerSecond);
        rate.Observe(StudioContext.Now, new Progress(5, 0, 10));
        rate.Observe(StudioContext.Now.AddSeconds(5), new Progress(5, 0, 10));
        Assert.Equal(0, rate.PerSecond);
        Assert.Null(rate.Left(new Progress(5, 0, 10)));
    }

    [Theory]
    [InlineData("en", "Better: +6.5 points on “short”", "95 % interval 1.8 to 11.3 points, p = 0.0095.")]
    [InlineData("zh-Hans", "更好：在“short”上 +6.5 个百分点", "95 % 区间为 1.8 到 11.3。")]
    public void The_first_sentence_is_the_headline(string culture, string headline, string rest)
    {
        var sentence = VerdictSentence.Of(Sample.Comparison(), CultureInfo.GetCultureInfo(culture));
        Assert.Equal((headline, rest), (sentence.Headline, sentence.Rest));
    }
}
