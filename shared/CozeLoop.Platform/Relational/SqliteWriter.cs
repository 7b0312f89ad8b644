using System.Threading.Channels;
using CozeLoop.Platform.Threading;

namespace CozeLoop.Platform.Relational;

/// <summary>
/// The one thread that writes a SQLite file. All work that waits shares one transaction and so one disk sync (group commit); each piece
/// has a savepoint of its own, so a failure undoes that piece alone. A task completes only after the commit.
/// </summary>
internal sealed class SqliteWriter : IAsyncDisposable
{
    private const int MaxGroup = 1024;
    private const long MaxGroupBytes = 64L << 20;

    private readonly Channel<SqliteWork> _queue = Channel.CreateBounded<SqliteWork>(
        new BoundedChannelOptions(4096) { SingleReader = true }
    );
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Func<SqliteSession> _open;
    private SqliteSession? _session;

    public SqliteWriter(string name, Func<SqliteSession> open)
    {
        _open = open;
        new Thread(Loop) { Name = $"{name}-writer", IsBackground = true }.Start();
    }

    /// <param name="weight">Bytes the work writes, as far as they matter for the size of a group.</param>
    public async Task<T> RunAsync<T>(Func<SqliteSession, T> work, long weight, CancellationToken ct)
    {
        var item = new SqliteWork<T>(work, weight, ct);
        await _queue.EnqueueAsync(item, ct);
        return await item.Task;
    }

    public async ValueTask DisposeAsync()
    {
        _queue.Writer.TryComplete();
        await _ended.Task;
    }

    private void Loop()
    {
        try
        {
            while (_queue.Reader.WaitOnThisThread())
                RunGroup();
            _session?.Dispose();
            _ended.SetResult();
        }
        catch (Exception e)
        {
            _ended.SetException(e);
        }
    }

    private void RunGroup()
    {
        var group = new List<SqliteWork>();
        try
        {
            Write(group);
        }
        catch (Exception e)
        {
            // The transaction is lost for all, and perhaps the connection with it: the next group opens a new one.
            CloseSession();
            foreach (var work in group)
                work.Fail(e);
            return;
        }
        foreach (var work in group)
            work.Complete();
    }

    private void Write(List<SqliteWork> group)
    {
        if (!Take(group))
            return;
        var session = _session ??= _open();
        session.Begin();
        long bytes = 0;
        do
        {
            group[^1].Run(session);
            bytes += group[^1].Weight;
        } while (group.Count < MaxGroup && bytes < MaxGroupBytes && Take(group));
        session.Commit();
    }

    private bool Take(List<SqliteWork> group)
    {
        if (!_queue.Reader.TryRead(out var work))
            return false;
        group.Add(work);
        return true;
    }

    private void CloseSession()
    {
        try
        {
            _session?.Dispose();
        }
        catch (Microsoft.Data.Sqlite.SqliteException)
        {
            // The error that brought us here is the one to report; a rollback that fails after it says nothing new.
        }
        _session = null;
    }
}
