using System.Reflection;
using CozeLoop.Contracts;
using CozeLoop.Platform.ClickHouse.Server;
using CozeLoop.Platform.Hosting;
using CozeLoop.Platform.Messaging;
using CozeLoop.Platform.Starting;
using CozeLoop.Platform.Telemetry;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;

namespace CozeLoop.Platform.ClickHouse;

/// <summary>
/// The trace store: a ClickHouse server where <c>ConnectionStrings:ClickHouse</c> names one, else the same engine in this process.
/// Rows come back as JSON lines and are read into records by <see cref="Json.Api"/>: 64-bit integers and decimals as numbers,
/// <c>DateTime64</c> in ISO 8601 with
/// <c>Z</c>, named tuples and maps as objects, NaN as null.
/// <para>What the SQL is to blame for is a <see cref="ClickHouseException"/>; a server that is away, full or refuses this user is a
/// <see cref="StoreUnavailableException"/>.</para>
/// </summary>
public sealed class ClickHouseStore : IAsyncDisposable
{
    private const string SystemName = "clickhouse";

    private readonly IClickHouseEngine _engine;
    private readonly TimeProvider _time;

    /// <exception cref="InvalidOperationException">The connection string is wrong, or libchdb is nowhere.</exception>
    public ClickHouseStore(IConfiguration configuration, DataFolder folder, TimeProvider time, ILogger<ClickHouseStore> log)
    {
        _time = time;
        _engine = configuration.GetConnectionString(ServerOptions.Name) is { Length: > 0 } server
            ? new ServerEngine(ServerOptions.Parse(server), time, log)
            : new ChdbEngine(ChdbLibrary.Locate(configuration), Folder(folder), folder.Disk.Use(), time, log);
    }

    /// <summary>
    /// Rows of a query, within <see cref="QueryLimits.Default"/>. Parameters are the engine's own (<c>{name:Type}</c>): strings, numbers,
    /// DateTimeOffset, bool, null, arrays of those. Killed when <paramref name="ct"/> is cancelled.
    /// </summary>
    /// <exception cref="ClickHouseException">With the engine's error code.</exception>
    /// <exception cref="StoreUnavailableException">The server cannot answer now.</exception>
    public Task<IReadOnlyList<T>> QueryAsync<T>(
        string sql,
        IReadOnlyDictionary<string, object?>? parameters = null,
        CancellationToken ct = default
    ) => QueryAsync<T>(sql, parameters, QueryLimits.Default, ct);

    /// <summary>The same within limits of its own.</summary>
    public async Task<IReadOnlyList<T>> QueryAsync<T>(
        string sql,
        IReadOnlyDictionary<string, object?>? parameters,
        QueryLimits limits,
        CancellationToken ct = default
    ) =>
        ClickHouseRows.Read<T>(
            await ProductTraces.StoreAsync(
                SystemName,
                "read",
                "clickhouse",
                () => _engine.QueryAsync(sql, "JSONEachRow", ClickHouseParameters.Of(parameters), limits, ct)
            )
        );

    /// <summary>The answer of a query in any of the engine's formats.</summary>
    public Task<byte[]> QueryRawAsync(
        string sql,
        string format,
        IReadOnlyDictionary<string, object?>? parameters = null,
        CancellationToken ct = default
    ) => _engine.QueryAsync(sql, format, ClickHouseParameters.Of(parameters), QueryLimits.Default, ct);

    /// <summary>A statement without rows (DDL, DELETE). Repeatable: after a <see cref="StoreUnavailableException"/> it may have
    /// run.</summary>
    public Task ExecuteAsync(string sql, IReadOnlyDictionary<string, object?>? parameters = null, CancellationToken ct = default) =>
        _engine.ExecuteAsync(sql, ClickHouseParameters.Of(parameters), ct);

    /// <summary>
    /// Inserts a block in ClickHouse's Native format; synced to disk on return where the table says <c>fsync_after_insert = 1,
    /// fsync_part_directory = 1</c>, as every table here must. <paramref name="table"/> may
    /// name columns: <c>t (a, b)</c>. After a <see cref="StoreUnavailableException"/> the rows may be there: whoever inserts again needs
    /// rows with an identity.
    /// </summary>
    public Task InsertNativeAsync(string table, ReadOnlyMemory<byte> native, CancellationToken ct = default) =>
        InsertNativeAsync(table, [native], ct);

    /// <summary>The same for several blocks, which the engine stores as one.</summary>
    public Task InsertNativeAsync(string table, IReadOnlyList<ReadOnlyMemory<byte>> blocks, CancellationToken ct = default) =>
        ProductTraces.StoreAsync(
            SystemName,
            "insert",
            table.Split(' ')[0],
            async () =>
            {
                await _engine.InsertNativeAsync(table, blocks, ct);
                return true;
            }
        );

    /// <exception cref="StartException">What lies in the data folder cannot be opened.</exception>
    internal Task CheckAsync(CancellationToken ct) => _engine.CheckAsync(ct);

    private static string Folder(DataFolder folder)
    {
        string path = folder.File("clickhouse");
        EngineCheck.Verify(path);
        return folder.Folder("clickhouse");
    }

    /// <summary>Runs the embedded <c>Migrations/clickhouse/*.sql</c> of an assembly once, in order.</summary>
    public Task MigrateAsync(Assembly assembly, CancellationToken ct = default) =>
        ClickHouseMigrations.RunAsync(_engine, assembly, _time, ct);

    public ValueTask DisposeAsync() => _engine.DisposeAsync();
}
