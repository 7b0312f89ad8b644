using CozeLoop.Platform.Broadcasting;
using CozeLoop.Platform.Caching;
using CozeLoop.Platform.Limits;
using CozeLoop.Platform.Tests.Contracts;
using CozeLoop.Platform.Tests.Redis;
using CozeLoop.Testing;
using Testcontainers.Redis;

[assembly: AssemblyFixture(typeof(CozeLoop.Containers.Tests.SharedRedis))]

namespace CozeLoop.Containers.Tests;

public sealed class RedisCacheTests(SharedRedis server) : CacheContract, IAsyncLifetime
{
    private Replica? _replica;

    protected override ISharedCache Cache => _replica!.Cache;

    public async ValueTask InitializeAsync() => _replica = await server.ReplicaAsync(server.NewPrefix());

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

    public async ValueTask InitializeAsync() => _replica = await server.ReplicaAsync(server.NewPrefix());

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

/// <summary>Redis; tests keep apart by the prefix of their keys.</summary>
public sealed class SharedRedis : SharedContainer<RedisContainer>
{
    private int _next;

    internal string NewPrefix() => $"t{Interlocked.Increment(ref _next)}:";

    internal async Task<Replica> ReplicaAsync(string prefix)
    {
        var container = await ContainerAsync();
        return await Replica.StartAsync($"Endpoints=127.0.0.1:{container.GetMappedPublicPort(RedisBuilder.RedisPort)};Prefix={prefix}");
    }

    protected override async Task<RedisContainer> StartAsync()
    {
        var container = new RedisBuilder("redis:7.2.11-bookworm").WithCreateParameterModifier(OnLoopback).Build();
        await container.StartAsync();
        return container;
    }
}
