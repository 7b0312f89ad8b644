using CozeLoop.Platform.Caching;
using Microsoft.Extensions.Time.Testing;

namespace CozeLoop.Platform.Tests.Caching;

public sealed class ExpiringCacheTests
{
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public void A_value_is_fresh_then_stale_then_gone()
    {
        var cache = Cache(capacity: 2);
        cache.Set("a", 1);
        Assert.True(cache.TryGet("a", out _, out bool fresh) && fresh);
        _time.Advance(TimeSpan.FromSeconds(11));
        Assert.True(cache.TryGet("a", out _, out fresh) && !fresh);
        _time.Advance(TimeSpan.FromMinutes(10));
        Assert.False(cache.TryGet("a", out _, out _));
    }

    [Fact]
    public void A_full_cache_keeps_what_it_has_and_makes_room_of_what_expired()
    {
        var cache = Cache(capacity: 1);
        cache.Set("a", 1);
        cache.Set("b", 2);
        Assert.False(cache.TryGet("b", out _, out _));
        _time.Advance(TimeSpan.FromMinutes(11));
        cache.Set("b", 2);
        Assert.True(cache.TryGet("b", out int value, out _) && value == 2);
    }

    [Fact]
    public void Values_are_forgotten_by_what_they_say()
    {
        var cache = Cache(capacity: 2);
        cache.Set("a", 1);
        cache.Set("b", 2);
        cache.RemoveWhere(value => value == 1);
        Assert.False(cache.TryGet("a", out _, out _));
        Assert.True(cache.TryGet("b", out _, out _));
    }

    private ExpiringCache<string, int> Cache(int capacity) =>
        new(_time, capacity, fresh: TimeSpan.FromSeconds(10), stale: TimeSpan.FromMinutes(10));
}
