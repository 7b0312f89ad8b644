using CozeLoop.Testing.Servers;

[assembly: AssemblyFixture(typeof(CozeLoop.Platform.Tests.RocketMq.SharedRocketMq))]

namespace CozeLoop.Platform.Tests.RocketMq;

/// <summary>One server for all tests of the assembly, started when the first of them asks; tests keep apart by the prefix of their
/// topics.</summary>
public sealed class SharedRocketMq : IAsyncDisposable
{
    private readonly Lazy<Task<RocketMqServer>> _server = new(() => RocketMqServer.StartAsync());
    private int _brokers;

    /// <summary>A client with topics of its own, or with those of another one's prefix.</summary>
    internal async Task<TestBroker> BrokerAsync(string? prefix = null)
    {
        Assert.SkipWhen(RocketMqServer.Missing is not null, RocketMqServer.Missing ?? "");
        return new TestBroker((await _server.Value).ConnectionString, prefix ?? $"t{Interlocked.Increment(ref _brokers)}-");
    }

    public async ValueTask DisposeAsync()
    {
        if (_server.IsValueCreated)
            await (await _server.Value).DisposeAsync();
    }
}
