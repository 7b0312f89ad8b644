using System.Data.Common;

namespace CozeLoop.Platform.Relational;

/// <summary>
/// The relational store of one service: a SQLite file with one writer thread, group commit and <c>synchronous=FULL</c>. A service registers
/// a subclass named after itself (<c>ModelsDatabase</c>), because one process may host several.
/// </summary>
public abstract class Database : IAsyncDisposable
{
    protected Database(DatabaseContext context, string name, System.Reflection.Assembly migrations) => throw new NotSupportedException();

    /// <summary>
    /// Runs <paramref name="work"/> in a transaction; when the task completes it is committed and on disk, its outbox rows with it.
    /// An exception rolls back this work alone, even where other work shares the commit.
    /// </summary>
    public Task<T> WriteAsync<T>(Func<Transaction, Task<T>> work, CancellationToken ct = default) => throw new NotSupportedException();

    public Task WriteAsync(Func<Transaction, Task> work, CancellationToken ct = default) => throw new NotSupportedException();

    /// <summary>Runs a read on a connection of the reader pool; it sees everything committed before.</summary>
    public Task<T> ReadAsync<T>(Func<DbConnection, Task<T>> work, CancellationToken ct = default) => throw new NotSupportedException();

    public ValueTask DisposeAsync() { GC.SuppressFinalize(this); return ValueTask.CompletedTask; }
}

/// <summary>What a <see cref="Database"/> needs of the host (folder, clock, logger, outbox relay); injected, opaque to services.</summary>
public sealed class DatabaseContext;
