using CozeLoop.Platform.ClickHouse;
using CozeLoop.Testing;
using CozeLoop.Testing.Servers;
using CozeLoop.Testing.Stores;

namespace CozeLoop.Bench;

/// <summary>The real servers, started by the first part that wants them and shared by all; ClickHouse's stand-in runs in this
/// process.</summary>
internal sealed class Servers : IAsyncDisposable
{
    private EmbeddedClickHouse? _engine;
    private RealServers? _running;

    /// <summary>Why there are none here; null where there are.</summary>
    public string? Missing => RealServers.Missing ?? Engine.Missing;

    private EmbeddedClickHouse Engine => _engine ??= new EmbeddedClickHouse();

    public async Task<RealServers> RunningAsync() => _running ??= await RealServers.StartAsync(Engine.Path);

    /// <summary>Settings of a new installation over them, with topics and groups provisioned.</summary>
    /// <param name="program">As in <see cref="Options.Product"/>.</param>
    public async Task<IReadOnlyDictionary<string, string>> ProvisionAsync(string? program)
    {
        var settings = (await RunningAsync()).NewInstallation();
        await Provisioning.RunAsync(settings, program);
        return settings;
    }

    /// <summary>The all-in-one process of a new installation, and its trace store.</summary>
    public async Task<Installation> InstallAsync(string? program)
    {
        var settings = await ProvisionAsync(program);
        var product = await RunningProduct.StartAsync(settings, program);
        var folder = new TemporaryFolder();
        return new Installation(product, EmbeddedClickHouse.Connect(settings["ConnectionStrings__ClickHouse"], folder.Data), folder);
    }

    public async ValueTask DisposeAsync()
    {
        if (_running is not null)
            await _running.DisposeAsync();
        if (_engine is not null)
            await _engine.DisposeAsync();
    }
}

/// <param name="Store">The same tables, past the product: what is really there.</param>
internal sealed record Installation(RunningProduct Product, ClickHouseStore Store, TemporaryFolder Folder) : IAsyncDisposable
{
    public async ValueTask DisposeAsync()
    {
        await Product.DisposeAsync();
        await Store.DisposeAsync();
        Folder.Dispose();
    }
}
