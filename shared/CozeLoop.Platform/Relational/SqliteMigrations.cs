using CozeLoop.Contracts;
using CozeLoop.Platform.Migrations;
using Dapper;

namespace CozeLoop.Platform.Relational;

/// <summary>Migrations of a file, all in one transaction: one that fails leaves nothing of those before it.</summary>
/// <param name="scope">Whose migrations these are: a file may hold Platform's tables beside the service's.</param>
internal sealed class SqliteMigrations(string file, SqliteSession session, string scope, TimeProvider time) : IMigrationTarget
{
    private const string CreateTable =
            "CREATE TABLE IF NOT EXISTS schema_migrations (scope TEXT NOT NULL, name TEXT NOT NULL, "
            + "checksum TEXT NOT NULL, applied_at INTEGER NOT NULL, PRIMARY KEY (scope, name))",
        Record = "INSERT INTO schema_migrations (scope, name, checksum, applied_at) VALUES (@scope, @Name, @Checksum, @at)";

    public string Name => file;

    public bool IsShared => false;

    /// <summary>Runs what is pending; the transaction's write lock keeps a second process out meanwhile.</summary>
    public static Task<int> RunAsync(
        SqliteFile file,
        string scope,
        IReadOnlyList<Migration> all,
        TimeProvider time,
        CancellationToken ct
    ) =>
        file.WriteAsync(
            session => Synchronous.Run(() => MigrationRunner.RunAsync(new SqliteMigrations(file.Name, session, scope, time), all, ct)),
            ct
        );

    public async Task<IReadOnlyDictionary<string, string>> AppliedAsync(CancellationToken ct)
    {
        await ExecuteAsync(CreateTable);
        var rows = await session.Connection.QueryAsync<(string Name, string Checksum)>(
            "SELECT name, checksum FROM schema_migrations WHERE scope = @scope",
            new { scope },
            session.Transaction
        );
        return rows.ToDictionary(m => m.Name, m => m.Checksum);
    }

    public Task ApplyAsync(Migration migration, CancellationToken ct) => ExecuteAsync(migration.Sql);

    public Task RecordAsync(Migration migration, CancellationToken ct) =>
        ExecuteAsync(
            Record,
            new
            {
                scope,
                migration.Name,
                migration.Checksum,
                at = time.UnixMs(),
            }
        );

    private Task<int> ExecuteAsync(string sql, object? args = null) => session.Connection.ExecuteAsync(sql, args, session.Transaction);
}
