using CozeLoop.Platform.Messaging;
using CozeLoop.Platform.Tests.Contracts;
using CozeLoop.Testing.Stores;

namespace CozeLoop.Platform.Tests.Relational;

public sealed class SqliteRelationalTests : RelationalContract
{
    protected override Task<TestStores> StoresAsync() => Task.FromResult(new TestStores());
}

public sealed class SqliteLeaseTests : LeaseContract
{
    protected override Task<TestStores> StoresAsync() => Task.FromResult(new TestStores());
}

public sealed class SqliteOutboxTests : OutboxContract
{
    protected override Task<TestStores> StoresAsync(BrokerOptions? broker = null) => Task.FromResult(new TestStores(broker: broker));
}
