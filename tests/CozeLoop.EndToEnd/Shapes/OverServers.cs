using CozeLoop.Testing;
using CozeLoop.Testing.Servers;
using CozeLoop.Testing.Split;
using CozeLoop.Testing.Stores;
using Xunit;

namespace CozeLoop.EndToEnd.Shapes;

/// <summary>Each service a process of its own behind nginx, over real servers that the tests of a class share.</summary>
public sealed class OverServers(EmbeddedClickHouse engine) : IShape, IAsyncDisposable
{
    private RealServers? _servers;

    /// <summary>Once a product was started.</summary>
    public RealServers Servers => _servers ?? throw new InvalidOperationException("No product was started.");

    public async Task<IProduct> StartAsync(CancellationToken ct) => await StartAsync(replicas: 1, ct);

    public async Task<SplitProduct> StartAsync(int replicas, CancellationToken ct)
    {
        string? missing = SplitProduct.Missing ?? engine.Missing;
        Assert.SkipWhen(missing is not null, missing ?? "");
        _servers ??= await RealServers.StartAsync(engine.Path, brokers: 2);
        return await SplitProduct.StartAsync(_servers.NewInstallation(), replicas, ct);
    }

    public async ValueTask DisposeAsync()
    {
        if (_servers is not null) await _servers.DisposeAsync();
    }
}
