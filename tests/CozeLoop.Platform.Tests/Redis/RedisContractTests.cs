using CozeLoop.Platform.Broadcasting;
using CozeLoop.Platform.Caching;
using CozeLoop.Platform.Limits;
using CozeLoop.Platform.Tests.Contracts;
using CozeLoop.Testing;

namespace CozeLoop.Platform.Tests.Redis;

/// <summary>The contracts against a real server, in real time.</summary>
public sealed class RedisCacheTests(SharedRedis server) : CacheContract, IAsyncLifetime
{
    private Replica? _replica;

    protected override ISharedCache Cache => _replica!.Cache;

    public async ValueTask InitializeAsync() => _replica = await server.ReplicaAsync();

    public async ValueTask DisposeAsync()
    {
        if (_replica is not null)
            await _replica.DisposeAsync();
    }

    protected override Task PassAsync(TimeSpan time) => Task.Delay(time);
}

public sealed class RedisRateLimitsTests(SharedRedis server) : RateLimitContract, IAsyncLifetime
{
    private Replica? _replica;

    protected override IRateLimits Limits => _replica!.Limits;

    public async ValueTask InitializeAsync() => _replica = await server.ReplicaAsync();

    public async ValueTask DisposeAsync()
    {
        if (_replica is not null)
            await _replica.DisposeAsync();
    }

    protected override Task PassAsync(TimeSpan time) => Task.Delay(time + TimeSpan.FromMilliseconds(5));
}

public sealed class RedisBroadcastTests(SharedRedis server) : BroadcastContract, IAsyncLifetime
{
    private Replica? _one,
        _other;

    protected override IBroadcast One => _one!.Broadcast;
    protected override IBroadcast Other => _other!.Broadcast;

    public async ValueTask InitializeAsync()
    {
        string prefix = server.NewPrefix();
        (_one, _other) = (await server.ReplicaAsync(prefix), await server.ReplicaAsync(prefix));
        // Listening begins some time after the start.
        int heard = 0;
        using var listening = _other.Broadcast.Listen("hello", _ => Interlocked.Increment(ref heard));
        await Eventually.Async(async () =>
        {
            await _one.Broadcast.TellAsync("hello", "");
            return Volatile.Read(ref heard) > 0;
        });
    }

    public async ValueTask DisposeAsync()
    {
        if (_one is not null)
            await _one.DisposeAsync();
        if (_other is not null)
            await _other.DisposeAsync();
    }
}
