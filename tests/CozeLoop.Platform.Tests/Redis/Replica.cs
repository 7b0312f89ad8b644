using CozeLoop.Platform.Broadcasting;
using CozeLoop.Platform.Caching;
using CozeLoop.Platform.Hosting;
using CozeLoop.Platform.Limits;
using CozeLoop.Platform.Redis;
using Microsoft.Extensions.Logging.Abstractions;

namespace CozeLoop.Platform.Tests.Redis;

/// <summary>What one process has of Redis, in real time.</summary>
internal sealed class Replica : IAsyncDisposable
{
    private Replica(string connectionString)
    {
        Link = new RedisLink(RedisOptions.Parse(connectionString), States, TimeProvider.System, NullLogger<RedisLink>.Instance);
        Broadcast = new RedisBroadcast(
            Link,
            new LocalBroadcast(NullLogger<LocalBroadcast>.Instance),
            TimeProvider.System,
            NullLogger<RedisBroadcast>.Instance
        );
        Cache = new RedisCache(Link);
        Limits = new RedisRateLimits(Link, new LocalRateLimits(TimeProvider.System));
    }

    public StoreStates States { get; } = new();
    public RedisLink Link { get; }
    public RedisBroadcast Broadcast { get; }
    public ISharedCache Cache { get; }
    public IRateLimits Limits { get; }

    public string? Trouble => Assert.Single(States.All).Trouble;

    public static async Task<Replica> StartAsync(string connectionString)
    {
        var replica = new Replica(connectionString);
        await replica.Link.StartAsync(CancellationToken.None);
        await replica.Broadcast.StartAsync(CancellationToken.None);
        return replica;
    }

    public async ValueTask DisposeAsync()
    {
        await Broadcast.StopAsync(CancellationToken.None);
        await Link.StopAsync(CancellationToken.None);
        Broadcast.Dispose();
        Link.Dispose();
    }
}
