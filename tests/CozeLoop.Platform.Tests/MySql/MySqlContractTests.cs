using CozeLoop.Platform.Messaging;
using CozeLoop.Platform.Tests.Contracts;
using CozeLoop.Testing.Servers;
using CozeLoop.Testing.Stores;

[assembly: AssemblyFixture(typeof(SharedMariaDb))]

namespace CozeLoop.Platform.Tests.MySql;

public sealed class MySqlRelationalTests(SharedMariaDb server) : RelationalContract
{
    protected override Task<TestStores> StoresAsync() => server.StoresAsync();
}

public sealed class MySqlLeaseTests(SharedMariaDb server) : LeaseContract
{
    protected override Task<TestStores> StoresAsync() => server.StoresAsync();
}

public sealed class MySqlOutboxTests(SharedMariaDb server) : OutboxContract
{
    protected override Task<TestStores> StoresAsync(BrokerOptions? broker = null) => server.StoresAsync(broker);
}

internal static class MySqlStores
{
    /// <summary>Stores with databases of their own; skips the test where there is no server.</summary>
    public static async Task<TestStores> StoresAsync(this SharedMariaDb server, BrokerOptions? broker = null)
    {
        Assert.SkipWhen(MariaDbServer.Missing is not null, MariaDbServer.Missing ?? "");
        return new TestStores(broker: broker, mySql: await server.NewInstallationAsync());
    }
}
