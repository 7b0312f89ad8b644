using System.Globalization;
using CozeLoop.Studio.Controls;
using Xunit;

namespace CozeLoop.Studio.Tests.Controls;

public class TicksTests
{
    private static readonly TimeZoneInfo Berlin = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin");

    [Theory]
    [InlineData(0, "0 0.2 0.4 0.6 0.8 1")]
    [InlineData(0.0437, "0 0.01 0.02 0.03 0.04 0.05")]
    [InlineData(1, "0 0.2 0.4 0.6 0.8 1")]
    [InlineData(7, "0 2 4 6 8")]
    [InlineData(613, "0 200 400 600 800")]
    [InlineData(1_000_000, "0 200000 400000 600000 800000 1000000")]
    [InlineData(0.3, "0 0.1 0.2 0.3")]
    public void An_axis_goes_in_round_steps_to_the_value_or_just_above(double max, string ticks) =>
        Assert.Equal(ticks, Text(Ticks.UpTo(max)));

    [Theory]
    [InlineData(0, "0 1")]
    [InlineData(1, "0 1")]
    [InlineData(3, "0 1 2 3")]
    [InlineData(11, "0 5 10 15")]
    public void What_is_counted_has_whole_steps(double max, string ticks) => Assert.Equal(ticks, Text(Ticks.UpTo(max, least: 1)));

    [Theory]
    [InlineData(870, "0 200 400 600 800 1000")]
    [InlineData(7_300, "0 2000 4000 6000 8000")]
    [InlineData(70_000, "0 20000 40000 60000 80000")]
    [InlineData(240_000, "0 60000 120000 180000 240000")]
    [InlineData(9_000_000, "0 1800000 3600000 5400000 7200000 9000000")]
    [InlineData(12_000_000, "0 3600000 7200000 10800000 14400000")]
    public void A_duration_has_steps_that_are_round_in_its_unit(double max, string ticks) =>
        Assert.Equal(ticks, Text(Ticks.UpToDuration(max)));

    [Fact]
    public void A_day_is_cut_at_round_hours_of_the_viewers_zone()
    {
        var from = new DateTimeOffset(2026, 11, 26, 21, 45, 0, TimeSpan.Zero);
        var times = Ticks.Times(from, from.AddDays(1), Berlin, 8);
        Assert.Equal(
            ["00:00", "03:00", "06:00", "09:00", "12:00", "15:00", "18:00", "21:00"],
            times.Select(t => TimeZoneInfo.ConvertTime(t, Berlin).ToString("HH:mm", CultureInfo.InvariantCulture))
        );
    }

    [Fact]
    public void The_night_on_which_the_clocks_go_back_still_has_round_hours()
    {
        var from = new DateTimeOffset(2026, 10, 24, 20, 0, 0, TimeSpan.Zero);
        var times = Ticks.Times(from, from.AddHours(12), Berlin, 8).Select(t => TimeZoneInfo.ConvertTime(t, Berlin)).ToList();
        Assert.All(times, t => Assert.Equal(0, t.Minute));
        Assert.Equal(times.Order(), times);
    }

    [Theory]
    [InlineData(7, 7)]
    [InlineData(30, 5)]
    [InlineData(365, 7)]
    [InlineData(20_000, 8)]
    public void A_longer_range_is_cut_at_days_weeks_months_or_years(int days, int most)
    {
        var from = new DateTimeOffset(2026, 1, 7, 13, 20, 11, TimeSpan.Zero);
        var times = Ticks.Times(from, from.AddDays(days), Berlin, 8);
        Assert.InRange(times.Count, 3, most + 1);
        Assert.All(times, t => Assert.Equal(TimeSpan.Zero, TimeZoneInfo.ConvertTime(t, Berlin).TimeOfDay));
    }

    [Fact]
    public void A_minute_is_cut_at_round_seconds()
    {
        var from = new DateTimeOffset(2026, 1, 7, 13, 20, 11, TimeSpan.Zero);
        Assert.All(Ticks.Times(from, from.AddMinutes(1), Berlin, 8), t => Assert.Equal(0, t.Second % 10));
    }

    private static string Text(IEnumerable<double> ticks) => string.Join(' ', ticks.Select(t => FormattableString.Invariant($"{t}")));
}
