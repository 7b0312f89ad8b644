using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace CozeLoop.Contracts.Tests;

public sealed class TimesTests
{
    private static readonly DateTimeOffset Moment = new(2026, 11, 28, 10, 0, 0, 500, TimeSpan.FromHours(1));

    [Fact]
    public void A_moment_counts_from_1970_whatever_its_offset()
    {
        Assert.Equal(1_795_856_400_500, Moment.ToUnixMs());
        Assert.Equal(1_795_856_400_500_000_000, Moment.ToUnixNano());
        Assert.Equal(0, DateTimeOffset.UnixEpoch.ToUnixNano());
    }

    [Fact]
    public void Milliseconds_come_back_as_they_went() =>
        Prop.ForAll(
                Gen.Choose(int.MinValue, int.MaxValue).Select(ms => ms * 1000L).ToArbitrary(),
                ms => Times.OfUnixMs(ms).ToUnixMs() == ms && Times.OfUnixMs((long?)ms) == Times.OfUnixMs(ms)
            )
            .QuickCheckThrowOnFailure();

    [Fact]
    public void Nanoseconds_come_back_to_the_hundred() =>
        Prop.ForAll(
                ArbMap.Default.ArbFor<long>(),
                seed =>
                {
                    long nano = seed * 7_919_000_033 / 100 * 100;
                    return Times.OfUnixNano(nano).ToUnixNano() == nano;
                }
            )
            .QuickCheckThrowOnFailure();

    [Fact]
    public void No_time_is_no_time() => Assert.Null(Times.OfUnixMs((long?)null));

    [Fact]
    public void Years_that_64_bits_of_nanoseconds_do_not_hold_are_clamped() =>
        Assert.Equal((long.MinValue, long.MaxValue), (DateTimeOffset.MinValue.ToUnixNano(), DateTimeOffset.MaxValue.ToUnixNano()));

    [Fact]
    public void Text_is_in_utc()
    {
        Assert.Equal("2026-11-28T09:00:00.5Z", Moment.ToIso());
        Assert.Equal("2026-11-28T09:00:00Z", Moment.AddMilliseconds(-500).ToIso());
        Assert.Equal("2026-11-28T09:00:00.500Z", Moment.ToIsoMs());
    }

    [Theory]
    [InlineData("2026-11-28T09:00:00.5Z")]
    [InlineData("2026-11-28T10:00:00.5+01:00")]
    [InlineData("2026-11-28 09:00:00.5")]
    public void Text_is_read_in_utc_where_it_names_no_offset(string text) => Assert.Equal(Moment, Times.Parse(text));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("yesterday")]
    public void What_is_no_time_reads_as_none(string? text) => Assert.Null(Times.Parse(text));
}
