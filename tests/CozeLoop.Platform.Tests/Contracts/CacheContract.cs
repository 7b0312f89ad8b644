using CozeLoop.Platform.Caching;

namespace CozeLoop.Platform.Tests.Contracts;

/// <summary>What every shared cache must do; each implementation runs it by deriving a test class.</summary>
public abstract class CacheContract
{
    private static readonly TimeSpan Long = TimeSpan.FromMinutes(1), Short = TimeSpan.FromMilliseconds(500);

    protected abstract ISharedCache Cache { get; }

    /// <summary>Lets time pass, for what expires.</summary>
    protected abstract Task PassAsync(TimeSpan time);

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(1_000_000)]
    public async Task What_was_set_is_found(int length)
    {
        byte[] value = new byte[length];
        new Random(length).NextBytes(value);
        await Cache.SetAsync("a:b/退款 c", value, Long);
        Assert.Equal(value, await Cache.FindAsync("a:b/退款 c"));
    }

    [Fact]
    public async Task What_was_never_set_is_null()
    {
        Assert.Null(await Cache.FindAsync("nothing"));
        await Cache.RemoveAsync("nothing");
    }

    [Fact]
    public async Task A_second_value_replaces_the_first_and_its_lifetime()
    {
        await Cache.SetAsync("key", [1], Short);
        await Cache.SetAsync("key", [2], Long);
        await PassAsync(Short * 1.2);
        Assert.Equal([2], await Cache.FindAsync("key"));
    }

    [Fact]
    public async Task A_value_goes_after_its_lifetime()
    {
        await Cache.SetAsync("short", [1], Short);
        Assert.Equal([1], await Cache.FindAsync("short"));
        await PassAsync(Short * 1.2);
        Assert.Null(await Cache.FindAsync("short"));
    }

    [Fact]
    public async Task A_removed_value_is_gone()
    {
        await Cache.SetAsync("removed", [1], Long);
        await Cache.RemoveAsync("removed");
        Assert.Null(await Cache.FindAsync("removed"));
    }

    [Fact]
    public async Task A_lifetime_that_is_none_is_refused() => await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => Cache.SetAsync("key", [1], TimeSpan.Zero).AsTask());
}
