using System.Data.Common;
using CozeLoop.Platform.Workers;

namespace CozeLoop.Platform.Relational;

/// <summary>Where rows are: a SQLite file, or a database on a MySQL server. Who uses a <see cref="Database"/> never sees which.</summary>
internal interface IRelationalStore : IAsyncDisposable
{
    /// <summary>As OpenTelemetry calls the kind of database: <c>db.system.name</c>.</summary>
    string SystemName { get; }

    /// <summary>How long rows of the outbox that another process wrote, or left, may lie before someone looks; infinite where there is no
    /// other process.</summary>
    TimeSpan RelayPause { get; }

    /// <summary>Runs <paramref name="work"/> in a transaction; durable on return. An exception undoes it. It may run again after a
    /// conflict, so it changes nothing but the database.</summary>
    Task<T> WriteAsync<T>(Func<Transaction, Task<T>> work, CancellationToken ct);

    /// <summary>Runs a read, which sees everything committed before.</summary>
    Task<T> ReadAsync<T>(Func<DbConnection, Task<T>> work, CancellationToken ct);

    /// <summary>What is wrong with the file, in a line; null where it is whole, or the store is a server.</summary>
    string? Fault();

    /// <summary>Runs what is pending, however many processes ask at once; returns how many migrations ran here.</summary>
    /// <exception cref="InvalidOperationException">A migration was edited after it ran.</exception>
    Task<int> MigrateAsync(MigrationSet migrations, CancellationToken ct);

    /// <summary>Hands the oldest rows of the outbox to <paramref name="publish"/> and removes them when it returns; rows that another relay
    /// has in hand are left to it. Returns how many.</summary>
    Task<int> RelayAsync(int max, Func<IReadOnlyList<OutboxRow>, Task> publish, WorkerRound round);
}
