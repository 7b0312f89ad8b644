namespace CozeLoop.Platform.ClickHouse;

/// <summary>Where the SQL runs: libchdb in this process, or a ClickHouse server. Both answer the same text in the same way.</summary>
internal interface IClickHouseEngine : IAsyncDisposable
{
    /// <summary>How tables are made here.</summary>
    TableLayout Layout { get; }

    /// <summary>Whether other processes use it too, which may be of another version for a while.</summary>
    bool IsShared { get; }

    /// <summary>
    /// Checks whether what lies in this process's folder can be opened; a server is waited for by <see cref="PrepareAsync"/>.
    /// </summary>
    /// <exception cref="Starting.StartException">It cannot.</exception>
    Task CheckAsync(CancellationToken ct);

    /// <summary>Makes ready for migrations: waits a minute for a server that starts, looks at its version, makes the database.</summary>
    Task PrepareAsync(CancellationToken ct);

    /// <summary>The whole answer of a read; it is killed when <paramref name="ct"/> is cancelled.</summary>
    Task<byte[]> QueryAsync(string sql, string format, ClickHouseParameters parameters, QueryLimits limits, CancellationToken ct);

    Task ExecuteAsync(string sql, ClickHouseParameters parameters, CancellationToken ct);

    /// <summary>Stores Native blocks as one insert, synced on return.</summary>
    Task InsertNativeAsync(string table, IReadOnlyList<ReadOnlyMemory<byte>> blocks, CancellationToken ct);
}
