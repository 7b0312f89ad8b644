using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace CozeLoop.Platform.Relational;

/// <summary>A connection to a SQLite file with its prepared statements; used by one thread.</summary>
internal sealed class SqliteSession : IDisposable
{
    private readonly Dictionary<string, SqliteCommand> _prepared = [];
    private readonly Dictionary<string, sqlite3_stmt> _raw = [];

    /// <param name="pageSize">Bytes; applies to a new file only.</param>
    public SqliteSession(string path, int pageSize, bool readOnly)
    {
        NewSqliteFile.Make(path, pageSize);
        // Without the pool: a session lives as long as its thread, and a pooled connection would keep the file open after it.
        Connection = new SqliteStatements(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ToString());
        try
        {
            Open(pageSize, readOnly);
        }
        catch
        {
            // On a full disk this fails again and again, and each time a handle would stay.
            Connection.Dispose();
            throw;
        }
    }

    private void Open(int pageSize, bool readOnly)
    {
        Connection.Open();
        // FULL syncs the log at each commit, so a commit survives a power cut; WAL lets reads go on meanwhile.
        Execute(
            $"PRAGMA busy_timeout=10000; PRAGMA page_size={pageSize}; PRAGMA journal_mode=WAL; PRAGMA "
                + $"synchronous=FULL; PRAGMA foreign_keys=ON; PRAGMA temp_store=MEMORY"
        );
        if (readOnly)
            Execute("PRAGMA query_only=ON");
    }

    public SqliteConnection Connection { get; }

    /// <summary>The transaction under way; null between transactions and always on a reader.</summary>
    public SqliteTransaction? Transaction { get; private set; }

    /// <summary>Whether SQLite itself still has a transaction: some errors (disk full, I/O) roll back all of it unasked.</summary>
    public bool InTransaction => raw.sqlite3_get_autocommit(Connection.Handle!) == 0;

    /// <summary>Takes the file's write lock at once, so that no later statement can fail for want of it.</summary>
    public SqliteTransaction Begin() => Transaction = Connection.BeginTransaction(deferred: false);

    public void Commit()
    {
        Transaction!.Commit();
        Transaction.Dispose();
        Transaction = null;
    }

    /// <summary>A statement prepared once per connection, bound to the parameters (<c>@name</c>) and the transaction under way.</summary>
    public SqliteCommand Prepare(string sql, params ReadOnlySpan<(string Name, object? Value)> parameters)
    {
        if (!_prepared.TryGetValue(sql, out var command))
        {
            command = Connection.CreateCommand();
#pragma warning disable CA2100 // The texts are constants of Platform; values travel as parameters.
            command.CommandText = sql;
#pragma warning restore CA2100
            foreach (var (name, _) in parameters)
                command.Parameters.Add(new SqliteParameter { ParameterName = name });
            _prepared.Add(sql, command);
        }
        for (int i = 0; i < parameters.Length; i++)
            command.Parameters[i].Value = parameters[i].Value ?? DBNull.Value;
        command.Transaction = Transaction;
        return command;
    }

    public int Execute(string sql, params ReadOnlySpan<(string Name, object? Value)> parameters) =>
        Prepare(sql, parameters).ExecuteNonQuery();

    public long Scalar(string sql, params ReadOnlySpan<(string Name, object? Value)> parameters) =>
        Convert.ToInt64(Prepare(sql, parameters).ExecuteScalar(), System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>Runs a statement whose first parameter is a key and whose second is a blob, straight from the caller's memory: the driver
    /// would want an array of its own.</summary>
    public void ExecuteWithBlob(string sql, long key, ReadOnlySpan<byte> blob)
    {
        var db = Connection.Handle!;
        if (!_raw.TryGetValue(sql, out var statement))
        {
            SqliteException.ThrowExceptionForRC(raw.sqlite3_prepare_v2(db, sql, out statement), db);
            _raw.Add(sql, statement);
        }
        raw.sqlite3_bind_int64(statement, 1, key);
        SqliteException.ThrowExceptionForRC(
            blob.IsEmpty ? raw.sqlite3_bind_zeroblob(statement, 2, 0) : raw.sqlite3_bind_blob(statement, 2, blob),
            db
        );
        int result = raw.sqlite3_step(statement);
        raw.sqlite3_reset(statement);
        raw.sqlite3_clear_bindings(statement);
        if (result != raw.SQLITE_DONE)
            SqliteException.ThrowExceptionForRC(result, db);
    }

    public void Dispose()
    {
        try
        {
            foreach (var statement in _raw.Values)
                statement.Dispose();
            foreach (var command in _prepared.Values)
                command.Dispose();
            Transaction?.Dispose();
        }
        finally
        {
            // Whatever the rollback says: a connection left open would keep the file's write lock from the next one.
            Connection.Dispose();
        }
    }
}
