using CozeLoop.Testing.Servers;

[assembly: AssemblyFixture(typeof(CozeLoop.Platform.Tests.Redis.SharedRedis))]

namespace CozeLoop.Platform.Tests.Redis;

/// <summary>One server for all tests of the assembly, started when the first of them asks; tests keep apart by the prefix of their
/// keys.</summary>
public sealed class SharedRedis : IAsyncDisposable
{
    private readonly Lazy<Task<RedisServer>> _server = new(RedisServer.StartAsync);
    private int _next;

    /// <param name="prefix">Null for one of its own.</param>
    internal async Task<Replica> ReplicaAsync(string? prefix = null)
    {
        Assert.SkipWhen(RedisServer.Missing is not null, RedisServer.Missing ?? "");
        return await Replica.StartAsync((await _server.Value).ConnectionString($"Prefix={prefix ?? NewPrefix()}"));
    }

    internal string NewPrefix() => $"t{Interlocked.Increment(ref _next)}:";

    public async ValueTask DisposeAsync()
    {
        if (_server.IsValueCreated)
            await (await _server.Value).DisposeAsync();
    }
}
