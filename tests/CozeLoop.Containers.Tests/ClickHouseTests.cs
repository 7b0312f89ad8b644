using CozeLoop.Platform.ClickHouse;
using CozeLoop.Platform.Tests.Contracts;
using CozeLoop.Testing.Stores;
using DotNet.Testcontainers.Builders;
using DotNet.Testcontainers.Containers;

[assembly: AssemblyFixture(typeof(CozeLoop.Containers.Tests.SharedClickHouse))]

namespace CozeLoop.Containers.Tests;

public sealed class ClickHouseServerTests(SharedClickHouse server) : ClickHouseContract, IAsyncLifetime
{
    private readonly TemporaryFolder _unused = new();
    private ClickHouseStore? _store;

    protected override ClickHouseStore Store => _store!;

    public async ValueTask InitializeAsync()
    {
        _store = EmbeddedClickHouse.Connect(await server.ConnectionStringAsync(), _unused.Data);
        await _store.MigrateAsync(typeof(ClickHouseServerTests).Assembly);
    }

    public async ValueTask DisposeAsync()
    {
        if (_store is not null)
            await _store.DisposeAsync();
        _unused.Dispose();
    }
}

/// <summary>A ClickHouse server.</summary>
public sealed class SharedClickHouse : SharedContainer<IContainer>
{
    private const ushort Port = 8123;
    private const string Name = "cozeloop",
        Password = "a-password-of-tests";
    private int _next;

    /// <summary>With a database that nobody else has.</summary>
    internal async Task<string> ConnectionStringAsync()
    {
        var container = await ContainerAsync();
        return $"Host=127.0.0.1;Port={container.GetMappedPublicPort(Port)};Username={Name};Password={Password};"
            + $"Database=t{Interlocked.Increment(ref _next)}";
    }

    protected override async Task<IContainer> StartAsync()
    {
        var container = new ContainerBuilder("clickhouse/clickhouse-server:26.8.20.9")
            .WithEnvironment("CLICKHOUSE_USER", Name)
            .WithEnvironment("CLICKHOUSE_PASSWORD", Password)
            .WithPortBinding(Port, assignRandomHostPort: true)
            .WithCreateParameterModifier(OnLoopback)
            .WithWaitStrategy(Wait.ForUnixContainer().UntilHttpRequestIsSucceeded(request => request.ForPort(Port).ForPath("/ping")))
            .Build();
        await container.StartAsync();
        return container;
    }
}
