using CozeLoop.Testing.Stores;
using Dapper;

namespace CozeLoop.Platform.Tests.Relational;

/// <summary>Statements are prepared once and used again; nobody who calls Dapper may notice.</summary>
public sealed class StatementTests : IAsyncLifetime
{
    private readonly TestStores _stores = new();
    private NotesDatabase _database = null!;

    public async ValueTask InitializeAsync() => _database = await _stores.OpenAsync(context => new NotesDatabase(context));

    public async ValueTask DisposeAsync()
    {
        await _database.DisposeAsync();
        await _stores.DisposeAsync();
    }

    [Fact]
    public async Task A_text_that_runs_for_every_row_of_a_list_takes_each_rows_values()
    {
        for (int round = 0; round < 2; round++)
        {
            string[] texts = [$"{round} a", $"{round} b", $"{round} c"];
            await _database.WriteAsync(tx =>
                tx.Connection.ExecuteAsync("INSERT INTO notes (text) VALUES (@text)", texts.Select(text => new { text }), tx.DbTransaction)
            );
        }
        Assert.Equal(["0 a", "0 b", "0 c", "1 a", "1 b", "1 c"], await _database.AllAsync());
    }

    [Fact]
    public async Task Values_of_one_call_are_not_left_over_for_the_next()
    {
        string @long = new('x', 10_000);
        await _database.AddAsync("short");
        await _database.AddAsync(@long);
        Assert.Equal(["short", @long], await _database.AllAsync());
        Assert.Equal((1L, 0L, 1L), (await CountAsync("short"), await CountAsync("none"), await CountAsync(@long)));
    }

    [Fact]
    public async Task More_texts_than_are_kept_all_run()
    {
        await _database.AddAsync("one");
        for (int i = 0; i < 600; i++)
            Assert.Equal(1, await _database.ReadAsync(c => c.ExecuteScalarAsync<long>($"SELECT COUNT(*) + {i} - {i} FROM notes")));
        Assert.Equal(1, await CountAsync("one"));
    }

    [Fact]
    public async Task A_table_that_changed_under_a_prepared_text_is_seen_as_it_is()
    {
        await _database.AddAsync("one");
        Assert.Single(await _database.AllAsync());
        await _database.WriteAsync(tx =>
            tx.Connection.ExecuteAsync("ALTER TABLE notes ADD COLUMN extra TEXT DEFAULT 'e'", transaction: tx.DbTransaction)
        );
        Assert.Equal("e", await _database.ReadAsync(c => c.ExecuteScalarAsync<string>("SELECT extra FROM notes")));
        Assert.Single(await _database.AllAsync());
    }

    private Task<long> CountAsync(string text) =>
        _database.ReadAsync(c => c.ExecuteScalarAsync<long>("SELECT COUNT(*) FROM notes WHERE text = @text", new { text }));
}
