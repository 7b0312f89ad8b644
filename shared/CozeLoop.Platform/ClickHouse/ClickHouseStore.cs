namespace CozeLoop.Platform.ClickHouse;

/// <summary>
/// The trace store: libchdb in this process, on dedicated threads (one writer connection, a pool of reader connections).
/// Rows come back as JSON lines and are read into records by <see cref="CozeLoop.Contracts.Json.Api"/>.
/// </summary>
public sealed class ClickHouseStore : IAsyncDisposable
{
    /// <summary>Rows of a query. Parameters are the server's own (<c>{name:Type}</c>): strings, numbers, DateTimeOffset, bool, arrays of strings. Time- and memory-capped; killed when <paramref name="ct"/> is cancelled.</summary>
    /// <exception cref="ClickHouseException">With the engine's error code.</exception>
    public Task<IReadOnlyList<T>> QueryAsync<T>(string sql, IReadOnlyDictionary<string, object?>? parameters = null, CancellationToken ct = default) => throw new NotSupportedException();

    /// <summary>A statement without rows (DDL, DELETE).</summary>
    public Task ExecuteAsync(string sql, IReadOnlyDictionary<string, object?>? parameters = null, CancellationToken ct = default) => throw new NotSupportedException();

    /// <summary>Inserts blocks in ClickHouse's Native format; durable (fsync) on return.</summary>
    public Task InsertNativeAsync(string table, ReadOnlyMemory<byte> native, CancellationToken ct = default) => throw new NotSupportedException();

    /// <summary>Runs the embedded <c>Migrations/clickhouse/*.sql</c> of an assembly once, in order.</summary>
    public Task MigrateAsync(System.Reflection.Assembly assembly, CancellationToken ct = default) => throw new NotSupportedException();

    public ValueTask DisposeAsync() => throw new NotSupportedException();
}

public sealed class ClickHouseException(int code, string message) : Exception(message)
{
    public int Code { get; } = code;
}
