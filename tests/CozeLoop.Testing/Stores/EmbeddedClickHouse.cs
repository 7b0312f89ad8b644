using CozeLoop.Platform.ClickHouse;
using CozeLoop.Platform.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging.Abstractions;

namespace CozeLoop.Testing.Stores;

/// <summary>
/// The embedded engine in a temporary folder, for all tests of an assembly: <c>[assembly:
/// AssemblyFixture(typeof(EmbeddedClickHouse))]</c>. A process can open one folder only, so tests keep apart by names of tables or
/// workspaces.
/// </summary>
public sealed class EmbeddedClickHouse : IAsyncDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly ClickHouseStore? _store;

    public EmbeddedClickHouse()
    {
        var configuration = new ConfigurationBuilder().AddEnvironmentVariables().Build();
        if (ChdbLibrary.Find(configuration) is null)
            Missing = "libchdb is not here: run npm ci";
        else
            _store = new ClickHouseStore(configuration, _folder.Data, TimeProvider.System, NullLogger<ClickHouseStore>.Instance);
    }

    /// <summary>Why there is no engine, for <c>Assert.SkipWhen</c>; null where there is one.</summary>
    public string? Missing { get; }

    /// <summary>The engine's folder, for more connections of this process.</summary>
    public string Path => _folder.Data.Folder("clickhouse");

    /// <exception cref="InvalidOperationException">There is no engine.</exception>
    public ClickHouseStore Store => _store ?? throw new InvalidOperationException(Missing);

    /// <summary>A store over a server, such as <see cref="Servers.ChdbHttpFront"/>.</summary>
    public static ClickHouseStore Connect(string connectionString, DataFolder folder) =>
        new(
            new ConfigurationBuilder().AddInMemoryCollection([new("ConnectionStrings:ClickHouse", connectionString)]).Build(),
            folder,
            TimeProvider.System,
            NullLogger<ClickHouseStore>.Instance
        );

    public async ValueTask DisposeAsync()
    {
        if (_store is not null)
            await _store.DisposeAsync();
        _folder.Dispose();
    }
}
