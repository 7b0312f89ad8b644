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

    /// <param name="engine">Behind the stand-in for ClickHouse.</param>
    public static void SkipWhereMissing(EmbeddedClickHouse engine)
    {
        string? missing = SplitProduct.Missing ?? engine.Missing;
        Assert.SkipWhen(missing is not null, missing ?? "");
    }

    public async Task<IProduct> StartAsync(CancellationToken ct)
    {
        SkipWhereMissing(engine);
        _servers ??= await RealServers.StartAsync(engine.Path);
        return await SplitProduct.StartAsync(_servers.NewInstallation(), ct: ct);
    }

    public async ValueTask DisposeAsync()
    {
        if (_servers is not null)
            await _servers.DisposeAsync();
    }
}
