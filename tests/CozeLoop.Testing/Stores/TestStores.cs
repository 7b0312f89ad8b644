using CozeLoop.Platform.Events;
using CozeLoop.Platform.Hosting;
using CozeLoop.Platform.Messaging;
using CozeLoop.Platform.Relational;
using CozeLoop.Platform.Workers;
using Mediator;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace CozeLoop.Testing.Stores;

/// <summary>The embedded stores in a temporary folder. <c>new ModelsDatabase(stores.Context)</c>, then <c>MigrateAsync</c>, is all a test
/// of a database needs.</summary>
public sealed class TestStores : IAsyncDisposable
{
    private readonly TemporaryFolder _folder = new();

    /// <param name="time">Stands still unless advanced; starts on 2026-01-02.</param>
    /// <param name="mySql">A connection string; null for SQLite files.</param>
    /// <param name="afterCommit">Adds handlers of committed changes, beside those every service has.</param>
    public TestStores(
        FakeTimeProvider? time = null,
        BrokerOptions? broker = null,
        string? mySql = null,
        Action<IServiceCollection>? afterCommit = null
    )
    {
        MySql = mySql;
        Time = time ?? new FakeTimeProvider(new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero));
        Broker = new SqliteBroker(_folder.Data, broker ?? new BrokerOptions(), Time);
        Context = new DatabaseContext(
            new RelationalStores(_folder.Data, Time, NullLoggerFactory.Instance, mySql),
            Time,
            Broker,
            Workers,
            Events(Time, afterCommit),
            NullLoggerFactory.Instance
        );
    }

    public FakeTimeProvider Time { get; }
    public SqliteBroker Broker { get; }
    public WorkerStates Workers { get; } = new();
    public DatabaseContext Context { get; }
    public DataFolder Folder => _folder.Data;

    /// <summary>The connection string of the server that has the databases; null where they are files.</summary>
    public string? MySql { get; }

    /// <summary>A database at the newest version of its migrations, disposed by the caller before this.</summary>
    public async Task<T> OpenAsync<T>(Func<DatabaseContext, T> create)
        where T : Database
    {
        var database = create(Context);
        await database.MigrateAsync();
        return database;
    }

    /// <summary>What turns a change into its audit row and its message.</summary>
    public static IPublisher Events(TimeProvider time, Action<IServiceCollection>? afterCommit = null)
    {
        var services = new ServiceCollection().AddSingleton(time).AddDomainEvents();
        afterCommit?.Invoke(services);
        return services.BuildServiceProvider().GetRequiredService<IPublisher>();
    }

    public async ValueTask DisposeAsync()
    {
        await Broker.DisposeAsync();
        _folder.Dispose();
    }
}
