using System.Collections.Concurrent;
using System.Text;
using CozeLoop.Platform.Messaging;
using CozeLoop.Platform.Relational;
using CozeLoop.Platform.Tests.Relational;
using CozeLoop.Platform.Workers;
using CozeLoop.Testing;
using CozeLoop.Testing.Servers;
using CozeLoop.Testing.Stores;
using Dapper;
using Microsoft.Extensions.Logging.Abstractions;
using MySqlConnector;

namespace CozeLoop.Platform.Tests.MySql;

/// <summary>What only a server that several processes share can do, and can do wrong.</summary>
public sealed class MySqlStoreTests(SharedMariaDb shared) : IAsyncLifetime
{
    private TestStores _stores = null!;

    public async ValueTask InitializeAsync() => _stores = await shared.StoresAsync();

    public async ValueTask DisposeAsync()
    {
        if (_stores is not null)
            await _stores.DisposeAsync();
    }

    [Fact]
    public async Task Relays_that_share_an_outbox_share_its_messages()
    {
        await using var one = await _stores.OpenAsync(c => new NotesDatabase(c));
        await using var two = new NotesDatabase(_stores.Context);
        await PublishAsync(one, 300);
        var seen = new ConcurrentQueue<(int Relay, string Text)>();
        using var bothHold = new Barrier(2);
        await using var stores = new RelayPair(_stores.Context.Stores);
        int[] counts = await Task.WhenAll(
            Enumerable
                .Range(0, 2)
                .Select(relay =>
                    Task.Run(async () =>
                    {
                        int total = 0,
                            count;
                        do
                        {
                            count = await stores[relay]
                                .RelayAsync(
                                    64,
                                    rows =>
                                    {
                                        // Each has rows in hand before either lets go of its own.
                                        if (total == 0)
                                            bothHold.SignalAndWait(TimeSpan.FromSeconds(30));
                                        foreach (var row in rows)
                                            seen.Enqueue((relay, Encoding.UTF8.GetString(row.Body)));
                                        return Task.CompletedTask;
                                    },
                                    Round()
                                );
                            total += count;
                        } while (count > 0);
                        return total;
                    })
                )
        );
        Assert.Equal(300, counts.Sum());
        Assert.All(counts, count => Assert.True(count >= 64));
        Assert.Equal(300, seen.Select(s => s.Text).Distinct().Count());
        Assert.Equal(300, seen.Count);
    }

    [Fact]
    public async Task What_a_relay_could_not_publish_another_publishes()
    {
        await using var one = await _stores.OpenAsync(c => new NotesDatabase(c));
        await PublishAsync(one, 3);
        await using var stores = new RelayPair(_stores.Context.Stores);
        var seen = new List<string>();
        await Assert.ThrowsAsync<BrokerFullException>(() => stores[0].RelayAsync(10, _ => throw new BrokerFullException("full"), Round()));
        Assert.Equal(3, await stores[1].RelayAsync(10, rows => Keep(seen, rows), Round()));
        Assert.Equal(0, await stores[0].RelayAsync(10, rows => Keep(seen, rows), Round()));
        Assert.Equal(["0", "1", "2"], seen);
    }

    [Fact]
    public async Task A_message_that_another_process_left_goes_out_without_a_wake_up()
    {
        await _stores.Broker.RegisterGroupAsync("topic", "group");
        await using var database = await _stores.OpenAsync(c => new NotesDatabase(c));
        database.StartOutbox();
        // Written past the product's own signal, as another host would.
        await using (var other = await Connection())
        {
            await other.ExecuteAsync($"INSERT INTO {Databases()}_notes.outbox (topic, body, due_at) VALUES ('topic', 'left', 0)");
        }
        await Eventually.Async(async () =>
        {
            _stores.Time.Advance(TimeSpan.FromSeconds(1));
            return (await _stores.Broker.ReceiveAsync("topic", "group", 1, TimeSpan.FromMinutes(1), TimeSpan.Zero)).Count == 1;
        });
    }

    [Fact]
    public async Task Work_that_lost_a_deadlock_runs_again_from_the_start()
    {
        await using var notes = await _stores.OpenAsync(c => new NotesDatabase(c));
        foreach (string text in (string[])["a", "b"])
            await notes.AddAsync(text);
        using var bothHold = new Barrier(2);
        int runs = 0;
        Task Cross(string first, string second)
        {
            bool waited = false;
            return notes.WriteAsync(async t =>
            {
                Interlocked.Increment(ref runs);
                await t.Connection.ExecuteAsync(
                    "UPDATE notes SET author = CONCAT(COALESCE(author, ''), @first) WHERE text = @first",
                    new { first },
                    t.DbTransaction
                );
                if (!waited)
                    await Task.Run(() => bothHold.SignalAndWait(TimeSpan.FromSeconds(30)));
                waited = true;
                await t.Connection.ExecuteAsync(
                    "UPDATE notes SET author = CONCAT(COALESCE(author, ''), @first) WHERE text = @second",
                    new { first, second },
                    t.DbTransaction
                );
            });
        }
        await Task.WhenAll(Task.Run(() => Cross("a", "b")), Task.Run(() => Cross("b", "a")));
        Assert.Equal(3, runs);
        var authors = await notes.ReadAsync(c => c.QueryAsync<string>("SELECT author FROM notes"));
        Assert.All(authors, author => Assert.Equal("ab", string.Concat(author.Order())));
    }

    [Fact]
    public async Task A_text_that_is_too_long_is_an_error_and_never_cut()
    {
        await using var notes = await _stores.OpenAsync(c => new NotesDatabase(c));
        var error = await Assert.ThrowsAsync<MySqlException>(() => notes.AddAsync(new string('x', 201)));
        Assert.Equal(MySqlErrorCode.DataTooLong, error.ErrorCode);
        Assert.Empty(await notes.AllAsync());
    }

    [Fact]
    public async Task A_migration_whose_process_died_after_it_is_taken_for_done()
    {
        await using (var first = await _stores.OpenAsync(c => new NotesDatabase(c)))
            await first.AddAsync("kept");
        await using (var crash = await Connection())
        {
            await crash.ExecuteAsync($"UPDATE {Databases()}_notes.schema_migrations SET applied_at = NULL WHERE scope = 'service'");
        }
        await using var second = await _stores.OpenAsync(c => new NotesDatabase(c));
        Assert.Equal(["kept"], await second.AllAsync());
        Assert.Equal(
            6,
            await second.ReadAsync(c => c.ExecuteScalarAsync<long>("SELECT COUNT(*) FROM schema_migrations WHERE applied_at IS NOT NULL"))
        );
    }

    [Fact]
    public async Task A_table_that_nobody_began_to_make_is_in_the_way_of_its_migration()
    {
        await using (var stranger = await Connection())
        {
            await stranger.ExecuteAsync($"CREATE DATABASE {Databases()}_notes; CREATE TABLE {Databases()}_notes.notes (id BIGINT)");
        }
        var error = await Assert.ThrowsAsync<MySqlException>(() => _stores.OpenAsync(c => new NotesDatabase(c)));
        Assert.Contains("already exists", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Work_that_must_be_alone_is_alone()
    {
        string installation = await shared.NewInstallationAsync();
        int inside = 0,
            most = 0,
            done = 0;
        await Task.WhenAll(
            Enumerable
                .Range(0, 5)
                .Select(_ =>
                    Task.Run(() =>
                        new RelationalStores(_stores.Folder, _stores.Time, NullLoggerFactory.Instance, installation).AloneAsync(
                            "clickhouse",
                            async () =>
                            {
                                most = Math.Max(most, Interlocked.Increment(ref inside));
                                await Task.Yield();
                                done++;
                                Interlocked.Decrement(ref inside);
                            },
                            CancellationToken.None
                        )
                    )
                )
        );
        Assert.Equal((1, 5), (most, done));
    }

    [Fact]
    public async Task Dead_letters_are_shared_by_all_hosts_and_kept_once()
    {
        await using var one = new CozeLoop.Platform.RocketMq.DeadLetterStore(_stores.Context.Stores, _stores.Time);
        await using var two = new CozeLoop.Platform.RocketMq.DeadLetterStore(_stores.Context.Stores, _stores.Time);
        var poison = new ReceivedMessage("id-1", "topic", "group", "body"u8.ToArray(), 8, "");
        await Task.WhenAll(one.AddAsync(poison, "it hurts", 7, default), two.AddAsync(poison, "it hurts", 7, default));
        var letter = Assert.Single(await two.ListAsync("topic", 10, null, default));
        Assert.Equal(("group", "id-1", "it hurts", 8, 4L), (letter.Group, letter.Origin, letter.Reason, letter.Attempts, letter.Bytes));
        Assert.Equal(1, (await one.CountsAsync(default))[("topic", "group")]);
        Assert.Equal(
            1,
            await two.RedriveAsync(
                "topic",
                (body, _) =>
                {
                    Assert.Equal("body"u8, body.Body);
                    return Task.CompletedTask;
                },
                default
            )
        );
        Assert.Empty(await one.ListAsync("topic", 10, null, default));
    }

    private static Task PublishAsync(NotesDatabase database, int count) =>
        database.WriteAsync(t =>
        {
            for (int i = 0; i < count; i++)
                t.Publish("topic", Encoding.UTF8.GetBytes($"{i}"));
            return Task.CompletedTask;
        });

    private static Task Keep(List<string> seen, IReadOnlyList<OutboxRow> rows)
    {
        seen.AddRange(rows.Select(row => Encoding.UTF8.GetString(row.Body)));
        return Task.CompletedTask;
    }

    private static WorkerRound Round() => new(_ => { }, CancellationToken.None, CancellationToken.None);

    private async Task<MySqlConnection> Connection() => await (await shared.ServerAsync()).ConnectAsync();

    private string Databases() => new MySqlConnectionStringBuilder(_stores.MySql!).Database;

    /// <summary>Two processes' stores on one database.</summary>
    private sealed class RelayPair(RelationalStores stores) : IAsyncDisposable
    {
        private readonly IRelationalStore[] _two = [stores.Open("notes"), stores.Open("notes")];

        public IRelationalStore this[int index] => _two[index];

        public async ValueTask DisposeAsync()
        {
            foreach (var store in _two)
                await store.DisposeAsync();
        }
    }
}
