using System.Data.Common;
using CozeLoop.Platform.Tests.Relational;
using CozeLoop.Testing.Stores;
using Dapper;

namespace CozeLoop.Platform.Tests.Contracts;

/// <summary>What every relational store must do alike; each runs it by deriving a test class.</summary>
public abstract class RelationalContract : IAsyncLifetime
{
    private TestStores _stores = null!;
    private NotesDatabase _notes = null!;

    public async ValueTask InitializeAsync()
    {
        _stores = await StoresAsync();
        _notes = await _stores.OpenAsync(c => new NotesDatabase(c));
    }

    public async ValueTask DisposeAsync()
    {
        if (_notes is not null)
            await _notes.DisposeAsync();
        if (_stores is not null)
            await _stores.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    /// <summary>Empty stores of the kind under test.</summary>
    protected abstract Task<TestStores> StoresAsync();

    [Fact]
    public async Task A_read_sees_what_was_written_before()
    {
        await _notes.AddAsync("one");
        Assert.Equal(["one"], await _notes.AllAsync());
    }

    [Fact]
    public async Task Keys_differ_by_case_by_accent_by_width_and_by_trailing_spaces()
    {
        string[] keys = ["key", "Key", "kéy", "ｋｅｙ", "key ", "key  ", " key", "key\t", "ß", "ss", "I", "ı"];
        foreach (string key in keys)
            await _notes.AddAsync(key);
        foreach (string key in keys)
            Assert.Equal([key], await FindAsync(key));
        Assert.Empty(await FindAsync("KEY"));
        Assert.Empty(await FindAsync("key   "));
    }

    [Fact]
    public async Task Texts_are_in_the_order_of_their_bytes()
    {
        string[] ordered = ["", " ", "A", "B", "a", "a ", "a!", "b", "z", "é", "中", "ｋ", "😀"];
        foreach (string text in ordered.Reverse())
            await _notes.AddAsync(text);
        Assert.Equal(ordered, await _notes.ReadAsync(c => c.QueryAsync<string>("SELECT text FROM notes ORDER BY text")));
    }

    [Theory]
    [InlineData("😀 👩‍👩‍👧 🇨🇳 中文 ｋ é e\u0301 \u202e")]
    [InlineData("quotes ' \" ` back\\slash \\' % _ ; -- /* */ @name ${binary} {0}")]
    [InlineData("line\nline\r\nend\t \u0000 \u0001")]
    public async Task Text_comes_back_as_it_went(string text)
    {
        await _notes.AddAsync(text);
        Assert.Equal([text], await FindAsync(text));
    }

    [Fact]
    public async Task A_text_of_five_million_characters_comes_back_as_it_went()
    {
        string text = string.Concat(Enumerable.Repeat("0123456789 中文 😀 ", 300_000));
        await _notes.WriteAsync(t =>
            t.Connection.ExecuteAsync("INSERT INTO notes (text, author) VALUES ('long', @text)", new { text }, t.DbTransaction)
        );
        Assert.True(text == await _notes.ReadAsync(c => c.QuerySingleAsync<string>("SELECT author FROM notes")));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1_767_323_045_123)] // milliseconds of 2026
    [InlineData(1_767_323_045_123_456_789)] // nanoseconds of 2026
    [InlineData(long.MaxValue)]
    [InlineData(long.MinValue)]
    public async Task A_time_keeps_its_last_digit(long time)
    {
        await _notes.WriteAsync(t =>
            t.Connection.ExecuteAsync(
                "INSERT INTO leases (name, owner, fence, expires_at) VALUES ('a', 'b', 1, @time)",
                new { time },
                t.DbTransaction
            )
        );
        Assert.Equal(
            time,
            await _notes.ReadAsync(c => c.QuerySingleAsync<long>("SELECT expires_at FROM leases WHERE expires_at = @time", new { time }))
        );
    }

    [Fact]
    public async Task Work_that_fails_is_undone_alone()
    {
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 50).Select(i => Task.Run(() => AddThenThrowAsync(i))));
        Assert.Equal(Enumerable.Range(0, 50).Select(i => i % 3 == 0), outcomes);
        Assert.Equal(Enumerable.Range(0, 50).Where(i => i % 3 != 0).Select(i => $"note {i}").Order(), (await _notes.AllAsync()).Order());
    }

    [Fact]
    public async Task A_unique_key_that_breaks_costs_no_other_work_its_commit()
    {
        await _notes.AddAsync("a");
        var again = _notes.AddAsync("a");
        var other = _notes.AddAsync("b");
        await Assert.ThrowsAnyAsync<DbException>(() => again);
        await other;
        Assert.Equal(["a", "b"], (await _notes.AllAsync()).Order());
    }

    [Fact]
    public async Task A_read_cannot_write() =>
        await Assert.ThrowsAnyAsync<DbException>(() => _notes.ReadAsync(c => c.ExecuteAsync("INSERT INTO notes (text) VALUES ('x')")));

    [Fact]
    public async Task Work_of_a_caller_who_has_left_does_not_run()
    {
        using var cancel = new CancellationTokenSource();
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _notes.AddAsync("never", cancel.Token));
        Assert.Empty(await _notes.AllAsync());
    }

    [Fact]
    public async Task Many_writers_and_readers_at_once_lose_nothing()
    {
        var writes = Enumerable.Range(0, 300).Select(i => Task.Run(() => _notes.AddAsync($"note {i}"))).ToList();
        var reads = Enumerable.Range(0, 60).Select(_ => Task.Run(_notes.AllAsync));
        await Task.WhenAll(writes);
        await Task.WhenAll(reads);
        Assert.Equal(300, (await _notes.AllAsync()).Distinct().Count());
    }

    [Fact]
    public async Task Of_many_who_look_before_they_insert_the_same_key_one_inserts_and_the_others_see_it()
    {
        var inserted = await Task.WhenAll(
            Enumerable
                .Range(0, 20)
                .Select(_ =>
                    Task.Run(() =>
                        _notes.WriteAsync(async t =>
                        {
                            if (
                                await t.Connection.ExecuteScalarAsync<long>(
                                    "SELECT COUNT(*) FROM notes WHERE text = 'once'",
                                    transaction: t.DbTransaction
                                ) > 0
                            )
                                return false;
                            await t.Connection.ExecuteAsync("INSERT INTO notes (text) VALUES ('once')", transaction: t.DbTransaction);
                            return true;
                        })
                    )
                )
        );
        Assert.Single(inserted, true);
    }

    [Fact]
    public async Task An_insert_where_not_exists_happens_once_however_many_ask()
    {
        int[] rows = await Task.WhenAll(
            Enumerable
                .Range(0, 20)
                .Select(_ =>
                    Task.Run(() =>
                        _notes.WriteAsync(t =>
                            t.Connection.ExecuteAsync(
                                "INSERT INTO notes (text) SELECT @text WHERE NOT EXISTS (SELECT 1 FROM notes WHERE text = @text)",
                                new { text = "once" },
                                t.DbTransaction
                            )
                        )
                    )
                )
        );
        Assert.Equal(1, rows.Sum());
    }

    [Fact]
    public async Task What_is_read_for_update_is_changed_by_one_at_a_time()
    {
        await _notes.WriteAsync(t =>
            t.Connection.ExecuteAsync(
                "INSERT INTO leases (name, owner, fence, expires_at) VALUES ('counter', '', 0, 0)",
                transaction: t.DbTransaction
            )
        );
        await Task.WhenAll(
            Enumerable
                .Range(0, 60)
                .Select(_ =>
                    Task.Run(() =>
                        _notes.WriteAsync(async t =>
                        {
                            long count = await t.Connection.QuerySingleAsync<long>(
                                $"SELECT fence FROM leases WHERE name = 'counter'{t.ForUpdate}",
                                transaction: t.DbTransaction
                            );
                            await t.Connection.ExecuteAsync(
                                "UPDATE leases SET fence = @next WHERE name = 'counter'",
                                new { next = count + 1 },
                                t.DbTransaction
                            );
                        })
                    )
                )
        );
        Assert.Equal(60, await _notes.ReadAsync(c => c.QuerySingleAsync<long>("SELECT fence FROM leases WHERE name = 'counter'")));
    }

    [Fact]
    public async Task Work_in_each_others_way_all_succeeds()
    {
        foreach (string name in (string[])["a", "b"])
            await _notes.WriteAsync(t =>
                t.Connection.ExecuteAsync(
                    "INSERT INTO leases (name, owner, fence, expires_at) VALUES (@name, '', 0, 0)",
                    new { name },
                    t.DbTransaction
                )
            );
        // Half of them take the rows in the opposite order.
        await Task.WhenAll(
            Enumerable
                .Range(0, 40)
                .Select(i =>
                    Task.Run(() =>
                        _notes.WriteAsync(async t =>
                        {
                            foreach (string name in (string[])(i % 2 == 0 ? ["a", "b"] : ["b", "a"]))
                                await t.Connection.ExecuteAsync(
                                    "UPDATE leases SET fence = fence + 1 WHERE name = @name",
                                    new { name },
                                    t.DbTransaction
                                );
                        })
                    )
                )
        );
        Assert.Equal([40L, 40L], await _notes.ReadAsync(c => c.QueryAsync<long>("SELECT fence FROM leases ORDER BY name")));
    }

    [Fact]
    public async Task An_update_tells_the_rows_it_found_even_where_nothing_changes()
    {
        await _notes.AddAsync("a");
        Assert.Equal(
            1,
            await _notes.WriteAsync(t =>
                t.Connection.ExecuteAsync("UPDATE notes SET text = 'a' WHERE text = 'a'", transaction: t.DbTransaction)
            )
        );
        Assert.Equal(
            0,
            await _notes.WriteAsync(t =>
                t.Connection.ExecuteAsync("UPDATE notes SET text = 'a' WHERE text = 'b'", transaction: t.DbTransaction)
            )
        );
    }

    [Fact]
    public async Task A_list_may_be_empty()
    {
        await _notes.AddAsync("a");
        Assert.Empty(
            await _notes.ReadAsync(c =>
                c.QueryAsync<string>("SELECT text FROM notes WHERE text IN @texts", new { texts = Array.Empty<string>() })
            )
        );
        Assert.Equal(
            ["a"],
            await _notes.ReadAsync(c =>
                c.QueryAsync<string>("SELECT text FROM notes WHERE text IN @texts", new { texts = (string[])["a", "b"] })
            )
        );
    }

    [Fact]
    public async Task Several_that_migrate_at_once_run_each_migration_once()
    {
        await using var fresh = await StoresAsync();
        var databases = Enumerable.Range(0, 4).Select(_ => new NotesDatabase(fresh.Context)).ToList();
        await Task.WhenAll(databases.Select(d => Task.Run(() => d.MigrateAsync())));
        await databases[0].AddAsync("shared");
        Assert.Equal(["shared"], await databases[3].AllAsync());
        Assert.Equal(
            6,
            await databases[1]
                .ReadAsync(c => c.ExecuteScalarAsync<long>("SELECT COUNT(*) FROM schema_migrations WHERE applied_at IS NOT NULL"))
        );
        foreach (var database in databases)
            await database.DisposeAsync();
    }

    [Fact]
    public async Task A_second_start_runs_nothing_again()
    {
        await _notes.AddAsync("kept");
        await using var second = await _stores.OpenAsync(c => new NotesDatabase(c));
        Assert.Equal(["kept"], await second.AllAsync());
    }

    private async Task<IEnumerable<string>> FindAsync(string text) =>
        await _notes.ReadAsync(c => c.QueryAsync<string>("SELECT text FROM notes WHERE text = @text", new { text }));

    /// <summary>Writes note <paramref name="i"/>; every third fails after its insert. True where it failed.</summary>
    private async Task<bool> AddThenThrowAsync(int i)
    {
        try
        {
            await _notes.WriteAsync(async transaction =>
            {
                await transaction.Connection.ExecuteAsync(
                    "INSERT INTO notes (text) VALUES (@text)",
                    new { text = $"note {i}" },
                    transaction.DbTransaction
                );
                if (i % 3 == 0)
                    throw new ArithmeticException("on purpose");
            });
            return false;
        }
        catch (ArithmeticException)
        {
            return true;
        }
    }
}
