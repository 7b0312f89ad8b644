using CozeLoop.Platform.Relational;
using CozeLoop.Testing.Stores;
using Dapper;
using Microsoft.Data.Sqlite;

namespace CozeLoop.Platform.Tests.Relational;

public sealed class DatabaseTests : IAsyncDisposable
{
    private readonly TestStores _stores = new();
    private NotesDatabase? _database;

    public async ValueTask DisposeAsync()
    {
        if (_database is not null)
            await _database.DisposeAsync();
        await _stores.DisposeAsync();
    }

    [Fact]
    public async Task Work_that_fails_in_a_shared_commit_undoes_itself_alone()
    {
        var database = await OpenAsync();
        var writes = HoldWriterWhile(database, () => Enumerable.Range(0, 50).Select(i => AddThenThrowAsync(database, i)).ToList());
        var outcomes = await Task.WhenAll(await writes);

        Assert.Equal(Enumerable.Range(0, 50).Select(i => i % 3 == 0), outcomes);
        Assert.Equal(Enumerable.Range(0, 50).Where(i => i % 3 != 0).Select(i => $"note {i}"), await database.AllAsync());
    }

    [Fact]
    public async Task A_constraint_that_breaks_costs_no_other_work_its_commit()
    {
        var database = await OpenAsync();
        var writes = await HoldWriterWhile(
            database,
            () => new List<Task> { database.AddAsync("a"), database.AddAsync("a"), database.AddAsync("b") }
        );
        await writes[0];
        await Assert.ThrowsAsync<SqliteException>(() => writes[1]);
        await writes[2];
        Assert.Equal(["a", "b"], await database.AllAsync());
    }

    [Fact]
    public async Task Work_cancelled_while_it_waits_does_not_run()
    {
        var database = await OpenAsync();
        using var cancel = new CancellationTokenSource();
        var writes = await HoldWriterWhile(
            database,
            () =>
            {
                var waiting = database.AddAsync("never", cancel.Token);
                cancel.Cancel();
                return new List<Task> { waiting, database.AddAsync("kept") };
            }
        );
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => writes[0]);
        await writes[1];
        Assert.Equal(["kept"], await database.AllAsync());
    }

    [Fact]
    public async Task Work_that_awaits_something_else_than_the_connection_is_refused_and_undone()
    {
        var database = await OpenAsync();
        var never = new TaskCompletionSource();
        var error = await Assert.ThrowsAsync<InvalidOperationException>(() =>
            database.WriteAsync(async transaction =>
            {
                await transaction.Connection.ExecuteAsync(
                    "INSERT INTO notes (text) VALUES ('half')",
                    transaction: transaction.DbTransaction
                );
                await never.Task;
            })
        );
        Assert.Contains("nothing but its connection", error.Message, StringComparison.Ordinal);
        Assert.Empty(await database.AllAsync());
    }

    [Fact]
    public async Task A_long_read_ends_when_its_caller_leaves()
    {
        var database = await OpenAsync();
        using var cancel = new CancellationTokenSource();
        var started = new TaskCompletionSource();
        var endless = database.ReadAsync(
            connection =>
            {
                ((SqliteConnection)connection).CreateFunction(
                    "started",
                    () =>
                    {
                        started.TrySetResult();
                        return 1;
                    }
                );
                return connection.ExecuteScalarAsync<long>(
                    "WITH RECURSIVE n(i) AS (SELECT started() UNION ALL SELECT i + 1 FROM n) SELECT COUNT(*) FROM n"
                );
            },
            cancel.Token
        );
        await started.Task;
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => endless);
        Assert.Empty(await database.AllAsync());
    }

    [Fact]
    public async Task A_closed_database_says_so()
    {
        var database = await OpenAsync();
        await database.DisposeAsync();
        await Assert.ThrowsAsync<ObjectDisposedException>(() => database.AddAsync("late"));
    }

    [Theory]
    [InlineData("journal_mode", "wal")]
    [InlineData("foreign_keys", "1")]
    [InlineData("synchronous", "2")]
    public async Task The_connection_is_set_up_for_durability(string pragma, string expected)
    {
        var database = await OpenAsync();
        Assert.Equal(
            expected,
            await database.WriteAsync(t => t.Connection.ExecuteScalarAsync<string>($"PRAGMA {pragma}", transaction: t.DbTransaction))
        );
    }

    private async Task<NotesDatabase> OpenAsync() => _database = await _stores.OpenAsync(c => new NotesDatabase(c));

    /// <summary>Starts writes while the writer thread is busy, so that they come to share one commit.</summary>
    private static async Task<T> HoldWriterWhile<T>(Database database, Func<T> start)
    {
        using var release = new ManualResetEventSlim();
        var running = new TaskCompletionSource();
        var hold = database.WriteAsync(_ =>
        {
            running.SetResult();
            release.Wait();
            return Task.CompletedTask;
        });
        await running.Task;
        var started = start();
        release.Set();
        await hold;
        return started;
    }

    /// <summary>Writes note <paramref name="i"/>; every third fails after its insert. True where it failed.</summary>
    private static async Task<bool> AddThenThrowAsync(NotesDatabase database, int i)
    {
        try
        {
            await database.WriteAsync(async transaction =>
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
