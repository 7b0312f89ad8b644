using CozeLoop.Platform.Workers;
using FsCheck;
using FsCheck.Fluent;

namespace CozeLoop.Platform.Tests.Workers;

public sealed class BackoffTests
{
    private static readonly TimeSpan First = TimeSpan.FromSeconds(1),
        Most = TimeSpan.FromSeconds(60);

    [Fact]
    public void Waits_double_up_to_the_longest()
    {
        var backoff = new Backoff(First, Most);
        Assert.Equal(
            [1, 2, 4, 32, 60, 60, 60],
            ((long[])[1, 2, 3, 6, 7, 1000, long.MaxValue]).Select(failures => backoff.After(failures).TotalSeconds)
        );
    }

    [Fact]
    public void A_first_wait_longer_than_the_longest_is_cut_too() => Assert.Equal(First, new Backoff(Most, First).After(1));

    [Fact]
    public void Jitter_spreads_the_waits_over_the_upper_half()
    {
        var backoff = new Backoff(First, Most, new Random(9));
        double[] waits = [.. Enumerable.Range(0, 1000).Select(_ => backoff.After(3).TotalSeconds)];
        Assert.InRange(waits.Min(), 2, 2.05);
        Assert.InRange(waits.Max(), 3.95, 4);
        Assert.InRange(waits.Average(), 2.9, 3.1);
    }

    [Fact]
    public void Jitter_never_leaves_the_upper_half() =>
        Prop.ForAll(
                ArbMap.Default.ArbFor<(int Seed, ushort FirstMs, ushort MostMs, byte Failures)>(),
                made =>
                {
                    var (first, most) = (TimeSpan.FromMilliseconds(made.FirstMs), TimeSpan.FromMilliseconds(made.MostMs));
                    var full = new Backoff(first, most).After(made.Failures + 1L);
                    var wait = new Backoff(first, most, new Random(made.Seed)).After(made.Failures + 1L);
                    return full <= most && wait >= full / 2 && wait <= full;
                }
            )
            .QuickCheckThrowOnFailure();

    [Fact]
    public void Going_on_from_the_last_wait_gives_the_same_waits_as_counting()
    {
        var backoff = new Backoff(First, Most);
        var last = TimeSpan.Zero;
        for (int failures = 1; failures <= 10; failures++)
        {
            last = backoff.Next(last);
            Assert.Equal(backoff.After(failures), last);
        }
    }
}
