using CozeLoop.Platform.Blobs;
using CozeLoop.Platform.Relational;
using CozeLoop.Platform.RocketMq;
using CozeLoop.Testing.Servers;
using Microsoft.Extensions.Logging.Abstractions;

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

/// <summary>The broker under test with dead letters and blobs in a temporary folder.</summary>
internal sealed class TestBroker : IAsyncDisposable
{
    private readonly CozeLoop.Testing.Stores.TemporaryFolder _folder = new();
    private readonly DeadLetterStore _deadLetters;

    public TestBroker(string connectionString, string prefix)
    {
        ConnectionString = $"{connectionString};Prefix={prefix}";
        Options = RocketMqOptions.Parse(ConnectionString);
        _deadLetters = new DeadLetterStore(
            new RelationalStores(_folder.Data, TimeProvider.System, NullLoggerFactory.Instance),
            TimeProvider.System
        );
        Blobs = new UnreliableBlobs(new FolderBlobStore(_folder.Data, TimeProvider.System));
        Broker = new RocketMqBroker(Options, _deadLetters, Blobs, TimeProvider.System, NullLogger<RocketMqBroker>.Instance);
    }

    public string ConnectionString { get; }
    public RocketMqOptions Options { get; }
    public RocketMqBroker Broker { get; }
    public UnreliableBlobs Blobs { get; }

    public async ValueTask DisposeAsync()
    {
        await Broker.DisposeAsync();
        await _deadLetters.DisposeAsync();
        _folder.Dispose();
    }
}
