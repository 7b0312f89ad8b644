using CozeLoop.Platform.ClickHouse;
using CozeLoop.Platform.Tests.Contracts;
using CozeLoop.Testing.Stores;

[assembly: AssemblyFixture(typeof(EmbeddedClickHouse))]

namespace CozeLoop.Platform.Tests.ClickHouse;

public sealed class EmbeddedClickHouseTests : ClickHouseContract
{
    private readonly EmbeddedClickHouse _engine;

    public EmbeddedClickHouseTests(EmbeddedClickHouse engine)
    {
        _engine = engine;
        Assert.SkipWhen(engine.Missing is not null, engine.Missing ?? "");
    }

    protected override ClickHouseStore Store => _engine.Store;
}
