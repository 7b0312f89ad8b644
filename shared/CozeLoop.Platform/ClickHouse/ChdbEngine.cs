using System.Text;
using CozeLoop.Platform.Disk;
using CozeLoop.Platform.Messaging;
using CozeLoop.Platform.Starting;
using CozeLoop.Platform.Threading;
using Microsoft.Extensions.Logging;

namespace CozeLoop.Platform.ClickHouse;

/// <summary>
/// libchdb in this process, on dedicated threads: a connection for inserts, one for statements, a pool of reader connections.
/// </summary>
internal sealed class ChdbEngine : IClickHouseEngine
{
    private const int Readers = 8;
    private static readonly TimeSpan KillInterval = TimeSpan.FromMilliseconds(50);

    private readonly BlockingWorkers<ChdbConnection> _readers,
        _writer,
        _statements,
        _control;
    private readonly string _path;
    private readonly DataDisk _disk;
    private readonly TimeProvider _time;
    private readonly ILogger _log;

    /// <param name="library">Path of libchdb.</param>
    /// <param name="path">Folder of the data; a process can open one.</param>
    /// <param name="disk">Is told of what it failed.</param>
    public ChdbEngine(string library, string path, DataDisk disk, TimeProvider time, ILogger log)
    {
        Chdb.Load(library);
        (_path, _disk, _time, _log) = (path, disk, time, log);
        _writer = new("clickhouse-writer", 1, () => new ChdbConnection(path, ClickHouseSettings.Statements(ClickHouseSettings.Writer)));
        // A DELETE lasts as long as the parts it rewrites are many: inserts must not wait behind it.
        _statements = new(
            "clickhouse-statements",
            1,
            () => new ChdbConnection(path, ClickHouseSettings.Statements(ClickHouseSettings.Writer))
        );
        _readers = new(
            "clickhouse-reader",
            Readers,
            () => new ChdbConnection(path, ClickHouseSettings.Statements(ClickHouseSettings.Reader))
        );
        // Kills what others run; it must never wait behind them.
        _control = new("clickhouse-control", 1, () => new ChdbConnection(path));
    }

    public TableLayout Layout => TableLayout.OneServer;

    public bool IsShared => false;

    public Task PrepareAsync(CancellationToken ct) => Task.CompletedTask;

    public async Task CheckAsync(CancellationToken ct)
    {
        using var words = new EngineWords();
        try
        {
            await _writer.RunAsync(connection => connection.Query("SELECT 1", "Null"u8, ClickHouseParameters.None), ct);
        }
        catch (Exception e) when (e is InvalidOperationException or ClickHouseException)
        {
            throw EngineCheck.Broken(_path, StartFaults.OneLine(words.Text() is { Length: > 0 } said ? said : e.Message), e);
        }
    }

    public async Task<byte[]> QueryAsync(
        string sql,
        string format,
        ClickHouseParameters parameters,
        QueryLimits limits,
        CancellationToken ct
    )
    {
        byte[] formatName = Encoding.ASCII.GetBytes(format);
        // The engine gives no way to choose a query's id; its text is visible to KILL QUERY, so the mark goes there.
        string mark = $"/*{Guid.CreateVersion7():n}*/";
        var running = _readers.RunAsync(connection => connection.Query($"{mark} {sql}", formatName, parameters, limits), ct);
        using var kill = ct.UnsafeRegister(_ => _ = KillAsync(mark, running), null);
        try
        {
            return await running;
        }
        catch (ClickHouseException e) when (e.Code == ClickHouseException.Cancelled && ct.IsCancellationRequested)
        {
            throw new OperationCanceledException(e.Message, e, ct);
        }
        catch (ClickHouseException e) when (ChdbErrors.ReasonOf(e) is { } why)
        {
            throw Away(e, why);
        }
    }

    public Task ExecuteAsync(string sql, ClickHouseParameters parameters, CancellationToken ct) =>
        WriteAsync(_statements, connection => connection.Query(sql, "Null"u8, parameters), ct);

    public Task InsertNativeAsync(string table, IReadOnlyList<ReadOnlyMemory<byte>> blocks, CancellationToken ct) =>
        WriteAsync(
            _writer,
            connection =>
            {
                connection.InsertNative($"INSERT INTO {table}", blocks);
                return true;
            },
            ct
        );

    public async ValueTask DisposeAsync()
    {
        await _control.DisposeAsync();
        await _readers.DisposeAsync();
        await _statements.DisposeAsync();
        await _writer.DisposeAsync();
    }

    private async Task WriteAsync<T>(BlockingWorkers<ChdbConnection> workers, Func<ChdbConnection, T> work, CancellationToken ct)
    {
        try
        {
            await workers.RunAsync(work, ct);
        }
        catch (ClickHouseException e) when (ChdbErrors.ReasonOf(e) is { } why)
        {
            throw Away(e, why);
        }
    }

    private StoreUnavailableException Away(ClickHouseException e, string why) => _disk.Away(Path.GetFileName(_path), why, e);

    /// <summary>Again until the query is gone: between its start here and its start in the engine there is nothing to kill yet.</summary>
    private async Task KillAsync(string mark, Task running)
    {
        try
        {
            while (!running.IsCompleted)
            {
                // ASYNC: the same statement with SYNC hangs in the embedded engine.
                await _control.RunAsync(
                    connection =>
                        connection.Query($"KILL QUERY WHERE startsWith(query, '{mark}') ASYNC", "Null"u8, ClickHouseParameters.None),
                    CancellationToken.None
                );
                await running.WaitAsync(KillInterval, _time).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
        catch (Exception e) when (e is ClickHouseException or ObjectDisposedException)
        {
            _log.LogWarning(e, "A query whose client left could not be killed; its own time limit will end it");
        }
    }
}
