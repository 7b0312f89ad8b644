using System.Data.Common;
using CozeLoop.Platform.Disk;
using CozeLoop.Platform.Starting;
using CozeLoop.Platform.Workers;

namespace CozeLoop.Platform.Relational;

/// <summary>A SQLite file with one writer thread, group commit and <c>synchronous=FULL</c>. Work on it may await nothing but its
/// connection; see <see cref="Synchronous"/>.</summary>
/// <param name="pageSize">Bytes; applies to a new file only.</param>
internal sealed class SqliteStore(string path, TimeProvider time, DataDisk? disk = null, int readers = 2, int pageSize = 4096)
    : IRelationalStore
{
    private readonly SqliteFile _file = new(path, disk, readers, pageSize);

    public string SystemName => "sqlite";

    public TimeSpan RelayPause => Timeout.InfiniteTimeSpan;

    public Task<T> WriteAsync<T>(Func<Transaction, Task<T>> work, CancellationToken ct) =>
        _file.WriteAsync(
            session =>
                Synchronous.Run(() => work(new Transaction { Connection = session.Connection, DbTransaction = session.Transaction! })),
            ct
        );

    public Task<T> ReadAsync<T>(Func<DbConnection, Task<T>> work, CancellationToken ct) =>
        _file.ReadAsync(session => Synchronous.Run(() => work(session.Connection)), ct);

    public string? Fault() => SqliteCheck.Fault(path);

    public Task<int> MigrateAsync(MigrationSet migrations, CancellationToken ct) =>
        SqliteMigrations.RunAsync(_file, migrations.Scope, migrations.For("sqlite"), time, ct);

    public async Task<int> RelayAsync(int max, Func<IReadOnlyList<OutboxRow>, Task> publish, WorkerRound round)
    {
        var rows = await ReadAsync(connection => OutboxRows.OldestAsync(connection, max), round.Stopping);
        if (rows.Count == 0)
            return 0;
        await publish(rows);
        await WriteAsync(transaction => OutboxRows.RemoveAsync(transaction.Connection, transaction.DbTransaction, rows), round.Aborting);
        return rows.Count;
    }

    public ValueTask DisposeAsync() => _file.DisposeAsync();
}
