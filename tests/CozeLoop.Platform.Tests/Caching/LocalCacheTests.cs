using CozeLoop.Platform.Caching;
using CozeLoop.Platform.Tests.Contracts;
using Microsoft.Extensions.Time.Testing;

namespace CozeLoop.Platform.Tests.Caching;

public sealed class LocalCacheTests : CacheContract
{
    private readonly FakeTimeProvider _time = new();
    private readonly LocalCache _cache;

    public LocalCacheTests() => _cache = new LocalCache(_time);

    protected override ISharedCache Cache => _cache;

    protected override Task PassAsync(TimeSpan time)
    {
        _time.Advance(time);
        return Task.CompletedTask;
    }

    [Fact]
    public async Task A_full_cache_keeps_what_it_has_and_makes_room_of_what_expired()
    {
        var cache = new LocalCache(_time, maxBytes: 2000);
        await cache.SetAsync("a", new byte[800], TimeSpan.FromSeconds(1));
        await cache.SetAsync("b", new byte[800], TimeSpan.FromSeconds(9));
        await cache.SetAsync("c", new byte[800], TimeSpan.FromSeconds(9));
        Assert.Null(await cache.FindAsync("c"));
        _time.Advance(TimeSpan.FromSeconds(1));
        await cache.SetAsync("c", new byte[800], TimeSpan.FromSeconds(9));
        Assert.NotNull(await cache.FindAsync("c"));
        Assert.NotNull(await cache.FindAsync("b"));
    }
}
