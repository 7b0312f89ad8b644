using CozeLoop.Platform.Starting;
using Dapper;

namespace CozeLoop.Platform.Relational;

internal static class SqliteMigrations
{
    /// <summary>Runs what is pending in one transaction, whose write lock keeps a second process out meanwhile.</summary>
    /// <param name="scope">Whose migrations these are: a file may hold Platform's tables beside the service's.</param>
    public static Task<int> MigrateAsync(
        this SqliteFile file,
        string scope,
        IReadOnlyList<Migration> all,
        TimeProvider time,
        CancellationToken ct
    ) =>
        file.WriteAsync(
            session =>
            {
                session.Execute(
                    "CREATE TABLE IF NOT EXISTS schema_migrations (scope TEXT NOT NULL, name TEXT NOT NULL, "
                        + "checksum TEXT NOT NULL, applied_at INTEGER NOT NULL, PRIMARY KEY (scope, name))"
                );
                var applied = session
                    .Connection.Query<(string Name, string Checksum)>(
                        "SELECT name, checksum FROM schema_migrations WHERE scope = @scope",
                        new { scope },
                        session.Transaction
                    )
                    .ToDictionary(m => m.Name, m => m.Checksum);
                // One process has the file, so that no older version can be meant to go on beside a newer one.
                if (applied.Keys.Except(all.Select(m => m.Name)).Min(StringComparer.Ordinal) is { } unknown)
                {
                    throw new StartException(Migration.Newer(file.Name, unknown));
                }
                var pending = Migration.Pending(all, applied);
                foreach (var migration in pending)
                {
                    session.Connection.Execute(migration.Sql, transaction: session.Transaction);
                    session.Execute(
                        "INSERT INTO schema_migrations (scope, name, checksum, applied_at) VALUES (@scope, @name, @checksum, @at)",
                        ("@scope", scope),
                        ("@name", migration.Name),
                        ("@checksum", migration.Checksum),
                        ("@at", time.GetUtcNow().ToUnixTimeMilliseconds())
                    );
                }
                return pending.Count;
            },
            ct
        );
}
