using CozeLoop.Platform.Disk;
using CozeLoop.Platform.Messaging;
using CozeLoop.Platform.Threading;
using Microsoft.Data.Sqlite;

namespace CozeLoop.Platform.Relational;

/// <summary>
/// A SQLite file with its writer thread and its reader threads. What the disk is to blame for (no room, read-only, no handles) is a
/// <see cref="StoreUnavailableException"/>, and the next call tries anew.
/// </summary>
/// <param name="disk">Is told of what it failed; null where nobody asks.</param>
internal sealed class SqliteFile(string path, DataDisk? disk = null, int readers = 2, int pageSize = 4096) : IAsyncDisposable
{
    private readonly SqliteWriter _writer = new(
        Path.GetFileNameWithoutExtension(path),
        () => new SqliteSession(path, pageSize, readOnly: false)
    );
    private readonly BlockingWorkers<SqliteSession> _readers = new(
        $"{Path.GetFileNameWithoutExtension(path)}-reader",
        readers,
        () => new SqliteSession(path, pageSize, readOnly: true)
    );

    public string Name => path;

    /// <summary>Durable on return; an exception undoes this work alone.</summary>
    public async Task<T> WriteAsync<T>(Func<SqliteSession, T> work, CancellationToken ct, long weight = 0)
    {
        try
        {
            return await _writer.RunAsync(work, weight, ct);
        }
        catch (Exception e) when (DiskErrors.ReasonOf(e) is { } why)
        {
            throw Away(e, why);
        }
    }

    /// <summary>Interrupted when <paramref name="ct"/> is cancelled.</summary>
    public async Task<T> ReadAsync<T>(Func<SqliteSession, T> work, CancellationToken ct)
    {
        try
        {
            return await _readers.RunAsync(session => Interruptible(session, work, ct), ct);
        }
        // A reader that wants to write is a mistake of this program.
        catch (Exception e)
            when (e is not SqliteException { SqliteErrorCode: SQLitePCL.raw.SQLITE_READONLY } && DiskErrors.ReasonOf(e) is { } why)
        {
            throw Away(e, why);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _readers.DisposeAsync();
        await _writer.DisposeAsync();
    }

    private StoreUnavailableException Away(Exception e, string why) =>
        disk?.Away(Path.GetFileName(path), why, e) ?? StoreUnavailableException.Because($"{path} cannot be used: {why}.", e);

    private static T Interruptible<T>(SqliteSession session, Func<SqliteSession, T> work, CancellationToken ct)
    {
        // Disposing the registration waits for a callback that runs, so it cannot hit the connection's next user.
        using var interrupt = ct.Register(() => SQLitePCL.raw.sqlite3_interrupt(session.Connection.Handle!));
        try
        {
            return work(session);
        }
        catch (SqliteException e) when (ct.IsCancellationRequested && e.SqliteErrorCode == SQLitePCL.raw.SQLITE_INTERRUPT)
        {
            throw new OperationCanceledException(e.Message, e, ct);
        }
    }
}
