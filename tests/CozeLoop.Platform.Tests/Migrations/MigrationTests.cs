using CozeLoop.Platform.Migrations;
using CozeLoop.Platform.Relational;
using CozeLoop.Platform.Tests.Relational;
using CozeLoop.Testing.Stores;
using Dapper;

namespace CozeLoop.Platform.Tests.Migrations;

public sealed class MigrationTests : IAsyncDisposable
{
    private readonly TestStores _stores = new();

    public ValueTask DisposeAsync() => _stores.DisposeAsync();

    [Fact]
    public void Embedded_files_are_found_in_the_order_of_their_numbers()
    {
        var found = Migration.Embedded(typeof(NotesDatabase).Assembly, ".Migrations.sqlite.");
        Assert.Equal(["0001_notes.sql", "0002_notes_author.sql"], found.Select(m => m.Name));
        Assert.StartsWith("CREATE TABLE notes", found[0].Sql, StringComparison.Ordinal);
    }

    [Fact]
    public void Line_ends_do_not_count_as_an_edit() =>
        Assert.Equal(new Migration("1.sql", "A\nB").Checksum, new Migration("1.sql", "A\r\nB").Checksum);

    [Fact]
    public async Task A_second_start_runs_nothing_again()
    {
        await using (var first = await _stores.OpenAsync(c => new NotesDatabase(c)))
            await first.AddAsync("kept");
        await using var second = await _stores.OpenAsync(c => new NotesDatabase(c));
        Assert.Equal(["kept"], await second.AllAsync());
        Assert.Equal(
            2,
            await second.ReadAsync(c => c.ExecuteScalarAsync<long>("SELECT COUNT(*) FROM schema_migrations WHERE scope = 'service'"))
        );
    }

    [Fact]
    public async Task A_migration_that_fails_leaves_nothing_of_its_run()
    {
        await using var file = new SqliteFile(_stores.Folder.File("broken.db"));
        await Assert.ThrowsAsync<Microsoft.Data.Sqlite.SqliteException>(() =>
            SqliteMigrations.RunAsync(
                file,
                "s",
                [new Migration("1.sql", "CREATE TABLE a (x INTEGER)"), new Migration("2.sql", "NO SQL")],
                _stores.Time,
                CancellationToken.None
            )
        );
        Assert.Equal(0, await file.ReadAsync(s => s.Scalar("SELECT COUNT(*) FROM sqlite_master WHERE name = 'a'"), CancellationToken.None));
        Assert.Equal(
            1,
            await SqliteMigrations.RunAsync(
                file,
                "s",
                [new Migration("1.sql", "CREATE TABLE a (x INTEGER)")],
                _stores.Time,
                CancellationToken.None
            )
        );
    }
}
