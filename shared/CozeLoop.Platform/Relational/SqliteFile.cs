using CozeLoop.Platform.Threading;

namespace CozeLoop.Platform.Relational;

/// <summary>A SQLite file with its writer thread and its reader threads.</summary>
internal sealed class SqliteFile(string path, int readers = 2, int pageSize = 4096) : IAsyncDisposable
{
    private readonly SqliteWriter _writer = new(Path.GetFileNameWithoutExtension(path), () => new SqliteSession(path, pageSize, readOnly: false));
    private readonly BlockingWorkers<SqliteSession> _readers = new($"{Path.GetFileNameWithoutExtension(path)}-reader", readers, () => new SqliteSession(path, pageSize, readOnly: true));

    /// <summary>Durable on return; an exception undoes this work alone.</summary>
    public Task<T> WriteAsync<T>(Func<SqliteSession, T> work, CancellationToken ct, long weight = 0) => _writer.RunAsync(work, weight, ct);

    /// <summary>Interrupted when <paramref name="ct"/> is cancelled.</summary>
    public Task<T> ReadAsync<T>(Func<SqliteSession, T> work, CancellationToken ct) => _readers.RunAsync(session => Interruptible(session, work, ct), ct);

    public async ValueTask DisposeAsync()
    {
        await _readers.DisposeAsync();
        await _writer.DisposeAsync();
    }

    private static T Interruptible<T>(SqliteSession session, Func<SqliteSession, T> work, CancellationToken ct)
    {
        // Disposing the registration waits for a callback that runs, so it cannot hit the connection's next user.
        using var interrupt = ct.Register(() => SQLitePCL.raw.sqlite3_interrupt(session.Connection.Handle!));
        try
        {
            return work(session);
        }
        catch (Microsoft.Data.Sqlite.SqliteException e) when (ct.IsCancellationRequested && e.SqliteErrorCode == SQLitePCL.raw.SQLITE_INTERRUPT)
        {
            throw new OperationCanceledException(e.Message, e, ct);
        }
    }
}
