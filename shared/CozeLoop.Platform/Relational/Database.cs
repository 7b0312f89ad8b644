using System.Data.Common;
using System.Reflection;
using CozeLoop.Platform.Events;
using CozeLoop.Platform.Starting;
using CozeLoop.Platform.Telemetry;
using Mediator;

namespace CozeLoop.Platform.Relational;

/// <summary>
/// The relational store of one service: a SQLite file of its own, or a database of its own on the server that
/// <c>ConnectionStrings:MySql</c>
/// names. A service registers a subclass named after itself (<c>ModelsDatabase</c>), because one process may host several.
/// <para>Work on it awaits nothing but its connection, and changes nothing but the database: it may run again.</para>
/// </summary>
public abstract class Database : IAsyncDisposable
{
    private readonly IRelationalStore _store;
    private readonly Outbox _outbox;
    private readonly TimeProvider _time;
    private readonly IPublisher _events;
    private readonly Assembly _migrations;

    /// <param name="name">The file's name without its extension, or the last part of the database's.</param>
    /// <param name="migrations">The assembly that embeds <c>Migrations/sqlite/*.sql</c> and <c>Migrations/mysql/*.sql</c>.</param>
    protected Database(DatabaseContext context, string name, Assembly migrations)
    {
        Name = name;
        _store = context.Stores.Open(name);
        _time = context.Time;
        _events = context.Events;
        _migrations = migrations;
        _outbox = new Outbox(name, _store, context);
    }

    public string Name { get; }

    internal TimeProvider Time => _time;

    /// <summary>
    /// Runs <paramref name="work"/> in a transaction; when the task completes it is committed and on disk, its outbox rows with it.
    /// An exception rolls back this work alone, even where other work shares the commit. After a conflict with other work it runs again.
    /// </summary>
    public async Task<T> WriteAsync<T>(Func<Transaction, Task<T>> work, CancellationToken ct = default)
    {
        // Taken here: the work may run on the thread of the store.
        string? traced = ProductTraces.Context;
        bool published = false;
        IReadOnlyList<DomainEvent> raised = [];
        var result = await ProductTraces.StoreAsync(
            _store.SystemName,
            "write",
            Name,
            () =>
                _store.WriteAsync(
                    async transaction =>
                    {
                        var result = await work(transaction);
                        raised = transaction.Raised;
                        foreach (var change in raised)
                            await _events.Publish(new Raised(change, transaction), ct);
                        published = await OutboxRows.AddAsync(transaction, _time.GetUtcNow(), traced);
                        return result;
                    },
                    ct
                )
        );
        if (published)
            _outbox.Wake();
        // It is done: whoever asked for it may have gone, but no cache may keep what was.
        foreach (var change in raised)
            await _events.Publish(new Committed(change), CancellationToken.None);
        return result;
    }

    public Task WriteAsync(Func<Transaction, Task> work, CancellationToken ct = default) =>
        WriteAsync(
            async transaction =>
            {
                await work(transaction);
                return true;
            },
            ct
        );

    /// <summary>Runs a read; it sees everything committed before.</summary>
    public Task<T> ReadAsync<T>(Func<DbConnection, Task<T>> work, CancellationToken ct = default) =>
        ProductTraces.StoreAsync(_store.SystemName, "read", Name, () => _store.ReadAsync(work, ct));

    /// <summary>Checks whether the file is whole, where the store is one.</summary>
    /// <exception cref="StartException">It is not.</exception>
    internal void Check()
    {
        if (_store.Fault() is { } fault)
            throw new StartException(fault);
    }

    /// <summary>Brings the store to this version. The host does it before it serves; only tests need to call it.</summary>
    /// <exception cref="InvalidOperationException">A migration was edited after it ran.</exception>
    public async Task MigrateAsync(CancellationToken ct = default)
    {
        await _store.MigrateAsync(MigrationSet.Platform, ct);
        await _store.MigrateAsync(MigrationSet.Service(_migrations), ct);
    }

    /// <summary>Starts the relay of the outbox, which first publishes what an earlier process left. The host does it; only tests need to
    /// call it.</summary>
    public void StartOutbox() => _outbox.Start();

    /// <summary>Stops the relay; what it has not published stays for the next start.</summary>
    public Task StopOutboxAsync() => _outbox.StopAsync();

    public async ValueTask DisposeAsync()
    {
        await _outbox.DisposeAsync();
        await _store.DisposeAsync();
        GC.SuppressFinalize(this);
    }
}
