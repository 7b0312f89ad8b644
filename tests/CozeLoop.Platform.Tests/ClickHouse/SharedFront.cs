using CozeLoop.Platform.ClickHouse;
using CozeLoop.Testing.Servers;
using CozeLoop.Testing.Stores;

namespace CozeLoop.Platform.Tests.ClickHouse;

/// <summary>A front of its own for a class of tests, over the engine that all tests of the assembly share, with a database of its
/// own.</summary>
public sealed class SharedFront(EmbeddedClickHouse engine) : IAsyncLifetime
{
    private readonly TemporaryFolder _unused = new();
    private ChdbHttpFront? _front;
    private ClickHouseStore? _store;

    public string? Missing => engine.Missing;

    public ChdbHttpFront Front => _front ?? throw new InvalidOperationException(Missing);

    public ClickHouseStore Store => _store ?? throw new InvalidOperationException(Missing);

    /// <summary>The engine's folder, for further fronts.</summary>
    public string Path => engine.Path;

    public string Database { get; } = "front_" + Guid.NewGuid().ToString("n");

    /// <param name="more">Further keys of the connection string.</param>
    public ClickHouseStore Connect(string more = "") => EmbeddedClickHouse.Connect(Front.ConnectionString(Database, more), _unused.Data);

    public async ValueTask InitializeAsync()
    {
        if (Missing is not null)
            return;
        _front = await ChdbHttpFront.StartAsync(engine.Path);
        _store = Connect();
        await _store.MigrateAsync(typeof(SharedFront).Assembly);
    }

    public async ValueTask DisposeAsync()
    {
        if (_store is not null)
            await _store.DisposeAsync();
        if (_front is not null)
            await _front.DisposeAsync();
        _unused.Dispose();
    }
}
