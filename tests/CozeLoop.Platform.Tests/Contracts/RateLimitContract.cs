using CozeLoop.Platform.Limits;

namespace CozeLoop.Platform.Tests.Contracts;

/// <summary>What every rate limit must do; each implementation runs it by deriving a test class.</summary>
public abstract class RateLimitContract
{
    private static readonly TimeSpan Long = TimeSpan.FromHours(1),
        Window = TimeSpan.FromSeconds(4);

    protected abstract IRateLimits Limits { get; }

    /// <summary>Lets time pass, for what fills up again.</summary>
    protected abstract Task PassAsync(TimeSpan time);

    [Fact]
    public async Task All_of_a_limit_may_come_at_once_and_no_more()
    {
        var grants = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => Limits.TakeAsync("burst", 20, Long).AsTask()));
        Assert.Equal(20, grants.Count(g => g.Granted));
        Assert.All(grants.Where(g => g.Granted), g => Assert.Equal(TimeSpan.Zero, g.RetryAfter));
        Assert.All(grants.Where(g => !g.Granted), g => Assert.InRange(g.RetryAfter, TimeSpan.FromMinutes(2), TimeSpan.FromMinutes(3)));
    }

    [Fact]
    public async Task Keys_do_not_count_together()
    {
        Assert.True((await Limits.TakeAsync("a", 1, Long)).Granted);
        Assert.False((await Limits.TakeAsync("a", 1, Long)).Granted);
        Assert.True((await Limits.TakeAsync("b", 1, Long)).Granted);
    }

    [Fact]
    public async Task After_the_time_it_says_there_is_one_again_and_after_a_window_all()
    {
        for (int i = 0; i < 4; i++)
            await Limits.TakeAsync("refills", 4, Window);
        var refused = await Limits.TakeAsync("refills", 4, Window);
        Assert.False(refused.Granted);
        Assert.InRange(refused.RetryAfter, TimeSpan.FromTicks(1), Window / 4);
        await PassAsync(refused.RetryAfter);
        Assert.True((await Limits.TakeAsync("refills", 4, Window)).Granted);
        await PassAsync(Window);
        for (int i = 0; i < 4; i++)
            Assert.True((await Limits.TakeAsync("refills", 4, Window)).Granted);
    }

    [Theory]
    [InlineData(0, 1000)]
    [InlineData(1, 0)]
    public async Task A_limit_that_is_none_is_refused(int limit, int windowMs) =>
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() =>
            Limits.TakeAsync("x", limit, TimeSpan.FromMilliseconds(windowMs)).AsTask()
        );
}
