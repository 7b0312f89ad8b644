using CozeLoop.Platform.Messaging;
using CozeLoop.Platform.Tests.Contracts;
using CozeLoop.Testing;
using CozeLoop.Testing.Stores;
using Testcontainers.MySql;

[assembly: AssemblyFixture(typeof(CozeLoop.Containers.Tests.SharedMySql))]

namespace CozeLoop.Containers.Tests;

public sealed class MySqlRelationalTests(SharedMySql server) : RelationalContract
{
    protected override Task<TestStores> StoresAsync() => server.StoresAsync();
}

public sealed class MySqlLeaseTests(SharedMySql server) : LeaseContract
{
    protected override Task<TestStores> StoresAsync() => server.StoresAsync();
}

public sealed class MySqlOutboxTests(SharedMySql server) : OutboxContract
{
    protected override Task<TestStores> StoresAsync(BrokerOptions? broker = null) => server.StoresAsync(broker);
}

/// <summary>MySQL as docker-compose.yml starts it, with the grants that the product is given there.</summary>
public sealed class SharedMySql : SharedContainer<MySqlContainer>
{
    private const string Name = "cozeloop",
        Password = "a-password-of-tests";
    private int _next;

    /// <summary>Stores with databases of their own.</summary>
    internal async Task<TestStores> StoresAsync(BrokerOptions? broker = null)
    {
        var container = await ContainerAsync();
        string connection =
            $"Server=127.0.0.1;Port={container.GetMappedPublicPort(MySqlBuilder.MySqlPort)};User ID={Name};Password={Password};"
            + $"Database={Name}_t{Interlocked.Increment(ref _next)};Maximum Pool Size=8;Connection Idle Timeout=5;Connection Timeout=60";
        return new TestStores(broker: broker, mySql: connection);
    }

    protected override async Task<MySqlContainer> StartAsync()
    {
        var container = new MySqlBuilder("mysql:8.4.7")
            .WithDatabase(Name)
            .WithUsername(Name)
            .WithPassword(Password)
            .WithCommand("--max-allowed-packet=64M", "--max-connections=500")
            .WithResourceMapping(
                new FileInfo(Path.Combine(Repository.Root, "helm/cozeloop/files/grants.sql")),
                new DirectoryInfo("/docker-entrypoint-initdb.d")
            )
            .WithCreateParameterModifier(OnLoopback)
            .Build();
        await container.StartAsync();
        return container;
    }
}
