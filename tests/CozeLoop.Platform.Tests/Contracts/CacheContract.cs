using CozeLoop.Platform.Caching;
using CozeLoop.Testing;

namespace CozeLoop.Platform.Tests.Contracts;

/// <summary>What every shared cache must do; each implementation runs it by deriving a test class.</summary>
public abstract class CacheContract
{
    private static readonly TimeSpan Long = TimeSpan.FromMinutes(1),
        Short = TimeSpan.FromMilliseconds(500);

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
        await SetAndFindAsync("a:b/退款 c", value, Long);
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
        await Eventually.Async(async () =>
        {
            await Cache.SetAsync("key", [1], Short);
            await Cache.SetAsync("key", [2], Long);
            await PassAsync(Short * 1.2);
            return await Cache.FindAsync("key") is [2];
        });
    }

    [Fact]
    public async Task A_value_goes_after_its_lifetime()
    {
        await SetAndFindAsync("short", [1], Short);
        await PassAsync(Short * 1.2);
        Assert.Null(await Cache.FindAsync("short"));
    }

    [Fact]
    public async Task A_removed_value_is_gone()
    {
        await SetAndFindAsync("removed", [1], Long);
        await Cache.RemoveAsync("removed");
        Assert.Null(await Cache.FindAsync("removed"));
    }

    [Fact]
    public async Task A_lifetime_that_is_none_is_refused() =>
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => Cache.SetAsync("key", [1], TimeSpan.Zero).AsTask());

    /// <summary>A cache may forget: Redis gives up a call that takes a quarter of a second, as it may on a busy machine. What is set again
    /// is found in the end.</summary>
    private Task SetAndFindAsync(string key, byte[] value, TimeSpan lifetime) =>
        Eventually.Async(async () =>
        {
            await Cache.SetAsync(key, value, lifetime);
            return (await Cache.FindAsync(key))?.AsSpan().SequenceEqual(value) == true;
        });
}
