using CozeLoop.Platform.Blobs;
using CozeLoop.Platform.Relational;
using CozeLoop.Platform.RocketMq;
using CozeLoop.Testing.Stores;
using Microsoft.Extensions.Logging.Abstractions;

namespace CozeLoop.Platform.Tests.RocketMq;

/// <summary>The broker under test with dead letters and blobs in a temporary folder.</summary>
internal sealed class TestBroker : IAsyncDisposable
{
    private readonly TemporaryFolder _folder = new();
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
