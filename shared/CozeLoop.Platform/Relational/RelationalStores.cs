using CozeLoop.Platform.Hosting;
using CozeLoop.Platform.Messaging;
using CozeLoop.Platform.Relational.MySql;
using Microsoft.Extensions.Logging;

namespace CozeLoop.Platform.Relational;

/// <summary>Opens the relational stores of a host: SQLite files in its data folder, or databases on the server that
/// <c>ConnectionStrings:MySql</c> names.</summary>
/// <param name="mySql">The connection string; null or empty where the stores are embedded.</param>
public sealed class RelationalStores(DataFolder folder, TimeProvider time, ILoggerFactory loggers, string? mySql = null)
{
    public const string Setting = "MySql";

    private readonly MySqlServer? _server = string.IsNullOrWhiteSpace(mySql) ? null : new MySqlServer(mySql, loggers);

    /// <param name="name">Of the SQLite file, or the last part of the database's name.</param>
    /// <param name="readers">Threads that read the file; <paramref name="pageSize"/> in bytes. A server has its own.</param>
    internal IRelationalStore Open(string name, int readers = 2, int pageSize = 4096) =>
        _server is null
            ? new SqliteStore(folder.File($"{name}.db"), time, folder.Disk.Use(), readers, pageSize)
            : new MySqlStore(_server, name, time, loggers.CreateLogger<MySqlStore>());

    /// <summary>
    /// Runs work that no two processes of an installation may do at once, such as migrations of a store they share. Embedded stores belong
    /// to one process anyway.
    /// </summary>
    /// <param name="name">Of the work; at most 23 characters.</param>
    internal async Task AloneAsync(string name, Func<Task> work, CancellationToken ct)
    {
        if (_server is null)
        {
            await work();
            return;
        }
        await using var held = await MySqlLock.TakeAsync(_server, name, loggers.CreateLogger<MySqlLock>(), ct);
        await work();
    }

    /// <summary>Asks the server for nothing but an answer. Files always answer.</summary>
    /// <exception cref="StoreUnavailableException">It is away, or lets nobody in.</exception>
    internal Task PingAsync(CancellationToken ct) => _server is null ? Task.CompletedTask : _server.PingAsync(ct);
}
