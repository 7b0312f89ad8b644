namespace CozeLoop.Testing.Servers;

/// <summary>
/// One server for all tests of an assembly, started when the first of them asks: <c>[assembly:
/// AssemblyFixture(typeof(SharedMariaDb))]</c>. Tests keep apart by the names of their databases.
/// </summary>
public sealed class SharedMariaDb : IAsyncDisposable
{
    private readonly Lazy<Task<MariaDbServer>> _server = new(MariaDbServer.StartAsync);

    public Task<MariaDbServer> ServerAsync() => _server.Value;

    /// <summary>A connection string whose databases nobody else has.</summary>
    public async Task<string> NewInstallationAsync() => (await _server.Value).NewInstallation();

    public async ValueTask DisposeAsync()
    {
        if (_server.IsValueCreated)
            await (await _server.Value).DisposeAsync();
    }
}
