using System.Reflection;
using System.Text.Json;
using CozeLoop.Contracts;
using CozeLoop.Platform.Hosting;
using CozeLoop.Platform.Threading;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;

namespace CozeLoop.Platform.ClickHouse;

/// <summary>
/// The trace store: libchdb in this process, on dedicated threads (one writer connection, a pool of reader connections).
/// Rows come back as JSON lines and are read into records by <see cref="Json.Api"/>: 64-bit integers and decimals as numbers, <c>DateTime64</c> in ISO 8601 with
/// <c>Z</c>, named tuples and maps as objects, NaN as null.
/// </summary>
public sealed class ClickHouseStore : IAsyncDisposable
{
    private const int Readers = 4;
    private static readonly TimeSpan KillInterval = TimeSpan.FromMilliseconds(50);

    private static readonly string[] CommonSettings =
    [
        "SET output_format_json_quote_64bit_integers = 0", "SET output_format_json_quote_decimals = 0", "SET date_time_output_format = 'iso'",
        "SET async_insert = 0",
    ];

    // A column the table does not have would else be dropped in silence.
    private static readonly string[] WriterSettings = [.. CommonSettings, "SET input_format_skip_unknown_fields = 0"];

    private static readonly string[] ReaderSettings = [.. CommonSettings, "SET max_execution_time = 60", "SET max_memory_usage = 4000000000"];

    private readonly BlockingWorkers<ChdbConnection> _readers, _writer, _control;
    private readonly TimeProvider _time;
    private readonly ILogger<ClickHouseStore> _log;

    public ClickHouseStore(IConfiguration configuration, DataFolder folder, TimeProvider time, ILogger<ClickHouseStore> log)
    {
        Chdb.Load(ChdbLibrary.Locate(configuration));
        string path = folder.Folder("clickhouse");
        (_time, _log) = (time, log);
        _writer = new("clickhouse-writer", 1, () => new ChdbConnection(path, WriterSettings));
        _readers = new("clickhouse-reader", Readers, () => new ChdbConnection(path, ReaderSettings));
        // Kills what others run; it must never wait behind them.
        _control = new("clickhouse-control", 1, () => new ChdbConnection(path));
    }

    /// <summary>Rows of a query. Parameters are the server's own (<c>{name:Type}</c>): strings, numbers, DateTimeOffset, bool, null, arrays of those. Capped at 60 s and 4 GB; killed when <paramref name="ct"/> is cancelled.</summary>
    /// <exception cref="ClickHouseException">With the engine's error code.</exception>
    public async Task<IReadOnlyList<T>> QueryAsync<T>(string sql, IReadOnlyDictionary<string, object?>? parameters = null, CancellationToken ct = default)
    {
        byte[] lines = await QueryRawAsync(sql, "JSONEachRow", parameters, ct);
        var rows = new List<T>();
        foreach (var range in lines.AsSpan().Split((byte)'\n'))
        {
            var line = lines.AsSpan()[range];
            if (!line.IsEmpty) rows.Add(JsonSerializer.Deserialize<T>(line, Json.Api)!);
        }
        return rows;
    }

    /// <summary>The answer of a query in any of the engine's formats.</summary>
    public async Task<byte[]> QueryRawAsync(string sql, string format, IReadOnlyDictionary<string, object?>? parameters = null, CancellationToken ct = default)
    {
        var bound = new ClickHouseParameters(parameters);
        byte[] formatName = System.Text.Encoding.ASCII.GetBytes(format);
        // The engine gives no way to choose a query's id; its text is visible to KILL QUERY, so the mark goes there.
        string mark = $"/*{Guid.CreateVersion7():n}*/";
        var running = _readers.RunAsync(connection => connection.Query($"{mark} {sql}", formatName, bound), ct);
        using var kill = ct.UnsafeRegister(_ => _ = KillAsync(mark, running), null);
        try
        {
            return await running;
        }
        catch (ClickHouseException e) when (e.Code == ClickHouseException.Cancelled && ct.IsCancellationRequested)
        {
            throw new OperationCanceledException(e.Message, e, ct);
        }
    }

    /// <summary>A statement without rows (DDL, DELETE), on the writer's connection.</summary>
    public Task ExecuteAsync(string sql, IReadOnlyDictionary<string, object?>? parameters = null, CancellationToken ct = default)
    {
        var bound = new ClickHouseParameters(parameters);
        return _writer.RunAsync(connection => connection.Query(sql, "Null"u8, bound), ct);
    }

    /// <summary>Inserts a block in ClickHouse's Native format; synced to disk on return where the table says <c>fsync_after_insert = 1, fsync_part_directory = 1</c>, as every table here must. <paramref name="table"/> may name columns: <c>t (a, b)</c>.</summary>
    public Task InsertNativeAsync(string table, ReadOnlyMemory<byte> native, CancellationToken ct = default) => InsertNativeAsync(table, [native], ct);

    /// <summary>The same for several blocks, which the engine stores as one.</summary>
    public Task InsertNativeAsync(string table, IReadOnlyList<ReadOnlyMemory<byte>> blocks, CancellationToken ct = default) => _writer.RunAsync(
        connection =>
        {
            connection.InsertNative($"INSERT INTO {table}", blocks);
            return true;
        },
        ct);

    /// <summary>Runs the embedded <c>Migrations/clickhouse/*.sql</c> of an assembly once, in order.</summary>
    public Task MigrateAsync(Assembly assembly, CancellationToken ct = default) => ClickHouseMigrations.RunAsync(this, assembly, _time, ct);

    public async ValueTask DisposeAsync()
    {
        await _control.DisposeAsync();
        await _readers.DisposeAsync();
        await _writer.DisposeAsync();
    }

    /// <summary>Again until the query is gone: between its start here and its start in the engine there is nothing to kill yet.</summary>
    private async Task KillAsync(string mark, Task running)
    {
        try
        {
            while (!running.IsCompleted)
            {
                // ASYNC: the same statement with SYNC hangs in the embedded engine.
                await _control.RunAsync(connection => connection.Query($"KILL QUERY WHERE startsWith(query, '{mark}') ASYNC", "Null"u8, ClickHouseParameters.None), CancellationToken.None);
                await running.WaitAsync(KillInterval, _time).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
        catch (Exception e) when (e is ClickHouseException or ObjectDisposedException)
        {
            _log.LogWarning(e, "A query whose client left could not be killed; its own time limit will end it");
        }
    }
}
