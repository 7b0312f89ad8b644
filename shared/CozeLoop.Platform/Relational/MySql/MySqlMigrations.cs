using CozeLoop.Contracts;
using CozeLoop.Platform.Migrations;
using Dapper;
using MySqlConnector;

namespace CozeLoop.Platform.Relational.MySql;

/// <summary>
/// Migrations of a database, one by one. MySQL commits each statement that changes a schema by itself, so a process that dies may leave
/// one done and not recorded: its beginning is recorded too, and one that was begun may find its work done.
/// </summary>
/// <param name="connection">Holds the lock that keeps other processes out, and uses the database.</param>
internal sealed class MySqlMigrations(string database, MySqlConnection connection, MySqlVersion version, string scope, TimeProvider time)
    : IMigrationTarget
{
    /// <summary>Stands in the files for the character set and collation of this server's kind.</summary>
    private const string Collation = "${binary}";

    private const string CreateTable =
            """
                CREATE TABLE IF NOT EXISTS schema_migrations (
                  scope VARCHAR(32) NOT NULL, name VARCHAR(200) NOT NULL, checksum VARCHAR(64) NOT NULL, begun_at BIGINT NOT NULL,
                  applied_at BIGINT NULL, PRIMARY KEY (scope, name)
                ) ENGINE = InnoDB ${binary}
                """,
        Select = "SELECT name AS Name, checksum AS Checksum, applied_at AS AppliedAt FROM schema_migrations WHERE scope = @scope",
        Begin =
            "INSERT INTO schema_migrations (scope, name, checksum, begun_at) VALUES (@scope, @Name, "
            + "@Checksum, @now) ON DUPLICATE KEY UPDATE checksum = @Checksum, begun_at = @now",
        End = "UPDATE schema_migrations SET applied_at = @now WHERE scope = @scope AND name = @Name";

    private HashSet<string> _begun = [];

    public string Name => database;

    public bool IsShared => true;

    /// <summary>Makes the database where it is missing, and uses it on this connection.</summary>
    public async Task UseAsync(CancellationToken ct)
    {
        // Asked for first: an account may have all rights in its databases and none to make one.
        bool there = await connection.ExecuteScalarAsync<bool>(
            new CommandDefinition(
                "SELECT COUNT(*) FROM information_schema.schemata WHERE schema_name = @database",
                new { database },
                cancellationToken: ct
            )
        );
        if (!there)
            await connection.ExecuteAsync(
                new CommandDefinition(Text($"CREATE DATABASE IF NOT EXISTS `{database}` ${{binary}}"), cancellationToken: ct)
            );
        await connection.ChangeDatabaseAsync(database, ct);
    }

    public async Task<IReadOnlyDictionary<string, string>> AppliedAsync(CancellationToken ct)
    {
        await connection.ExecuteAsync(new CommandDefinition(Text(CreateTable), cancellationToken: ct));
        var known = (await connection.QueryAsync<Row>(new CommandDefinition(Select, new { scope }, cancellationToken: ct))).AsList();
        _begun = [.. known.Where(row => row.AppliedAt is null).Select(row => row.Name)];
        return known.Where(row => row.AppliedAt is not null).ToDictionary(row => row.Name, row => row.Checksum);
    }

    // Not cancelled in the middle: the statement would go on at the server, and nobody would know of it.
    public async Task ApplyAsync(Migration migration, CancellationToken ct)
    {
        await connection.ExecuteAsync(Begin, Args(migration));
        try
        {
            await connection.ExecuteAsync(Text(migration.Sql), commandTimeout: 0);
        }
        catch (MySqlException e) when (_begun.Contains(migration.Name) && MySqlErrors.IsDoneAlready(e, migration.Sql))
        {
            // An earlier process did it and died before it was recorded.
        }
    }

    public Task RecordAsync(Migration migration, CancellationToken ct) => connection.ExecuteAsync(End, Args(migration));

    private object Args(Migration migration) =>
        new
        {
            scope,
            migration.Name,
            migration.Checksum,
            now = time.UnixMs(),
        };

    private string Text(string sql) =>
        sql.Replace(Collation, $"DEFAULT CHARACTER SET utf8mb4 COLLATE {version.Collation}", StringComparison.Ordinal);

    private sealed record Row(string Name, string Checksum, long? AppliedAt);
}
