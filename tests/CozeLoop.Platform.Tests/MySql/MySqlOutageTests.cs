using System.Text;
using CozeLoop.Platform.Messaging;
using CozeLoop.Platform.Tests.Messaging;
using CozeLoop.Platform.Tests.Relational;
using CozeLoop.Platform.Workers;
using CozeLoop.Testing;
using CozeLoop.Testing.Servers;
using CozeLoop.Testing.Stores;
using Microsoft.Extensions.Logging.Abstractions;

namespace CozeLoop.Platform.Tests.MySql;

/// <summary>A server that dies and comes back.</summary>
public sealed class MySqlOutageTests(SharedMariaDb shared)
{
    [Fact]
    public async Task A_killed_server_is_waited_for_and_nothing_acknowledged_is_lost()
    {
        Assert.SkipWhen(MariaDbServer.Missing is not null, MariaDbServer.Missing ?? "");
        await using var server = await MariaDbServer.StartAsync();
        await using var stores = new TestStores(mySql: server.NewInstallation());
        await using var notes = await stores.OpenAsync(c => new NotesDatabase(c));
        await stores.Broker.RegisterGroupAsync("topic", "group");
        notes.StartOutbox();
        var acknowledged = await WriteUntilKilledAsync(notes, server);

        var away = await Assert.ThrowsAsync<StoreUnavailableException>(() => notes.AddAsync("while it is away"));
        Assert.Contains("MySQL at 127.0.0.1", away.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<StoreUnavailableException>(notes.AllAsync);
        await Eventually.Async(() =>
        {
            stores.Time.Advance(TimeSpan.FromSeconds(1));
            return stores.Workers.All.Any(w =>
                w.Name == "notes outbox" && w.LastError?.Contains("MySQL at 127.0.0.1", StringComparison.Ordinal) == true
            );
        });

        // A consumer whose effect is in the database holds its message and blames nobody.
        var handler = new RecordingHandler((texts, ct) => notes.AddAsync(texts[0], ct));
        await stores.Broker.PublishAsync("topic", "handled"u8.ToArray());
        var message = await stores.Broker.ReceiveAsync("topic", "group", 1, TimeSpan.FromMinutes(1), TimeSpan.Zero);
        var round = new WorkerRound(_ => { }, CancellationToken.None, CancellationToken.None);
        var delivery = new BatchDelivery(
            stores.Broker,
            handler,
            new ConsumerOptions { MaxAttempts = 2 },
            stores.Time,
            new Random(1),
            NullLogger.Instance
        ).RunAsync(message, round);
        await AdvanceUntilAsync(stores, () => handler.Calls.Count >= 4);

        await server.RestartAsync();
        await AdvanceUntilAsync(stores, () => delivery.IsCompleted);
        await delivery;
        var rows = await notes.AllAsync();
        Assert.Superset(acknowledged, rows.ToHashSet());
        Assert.Contains("handled", rows);
        Assert.Empty(await stores.Broker.DeadLettersAsync("topic", 10));
        await AdvanceUntilAsync(stores, () => stores.Workers.All.All(w => w.LastError is null));
    }

    [Fact]
    public async Task Connections_that_went_stale_cost_nobody_an_error()
    {
        Assert.SkipWhen(MariaDbServer.Missing is not null, MariaDbServer.Missing ?? "");
        await using var server = await MariaDbServer.StartAsync();
        await using var stores = new TestStores(mySql: server.NewInstallation());
        await using var notes = await stores.OpenAsync(c => new NotesDatabase(c));
        await Task.WhenAll(Enumerable.Range(0, 16).Select(i => Task.Run(() => notes.AddAsync($"before {i}"))));
        await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => Task.Run(notes.AllAsync)));
        await server.KillAsync();
        await server.RestartAsync();
        Assert.Equal(16, (await notes.AllAsync()).Count);
        await Task.WhenAll(Enumerable.Range(0, 16).Select(i => Task.Run(() => notes.AddAsync($"after {i}"))));
        Assert.Equal(32, (await notes.AllAsync()).Count);
    }

    [Fact]
    public async Task Whoever_is_not_let_in_reads_why()
    {
        Assert.SkipWhen(MariaDbServer.Missing is not null, MariaDbServer.Missing ?? "");
        await using var stores = new TestStores(mySql: (await shared.ServerAsync()).ConnectionString("refused", password: "wrong"));
        await using var notes = new NotesDatabase(stores.Context);
        var refused = await Assert.ThrowsAsync<StoreUnavailableException>(notes.AllAsync);
        Assert.Contains("Access denied for user 'cozeloop'", refused.Message, StringComparison.Ordinal);
    }

    /// <summary>Writers that run until the server is gone; returns what they were told is there.</summary>
    private static async Task<HashSet<string>> WriteUntilKilledAsync(NotesDatabase notes, MariaDbServer server)
    {
        var acknowledged = new System.Collections.Concurrent.ConcurrentBag<string>();
        var writers = Enumerable
            .Range(0, 8)
            .Select(writer =>
                Task.Run(async () =>
                {
                    for (int i = 0; ; i++)
                    {
                        string text = $"{writer}-{i}";
                        await notes.WriteAsync(async t =>
                        {
                            await Dapper.SqlMapper.ExecuteAsync(
                                t.Connection,
                                "INSERT INTO notes (text) VALUES (@text)",
                                new { text },
                                t.DbTransaction
                            );
                            t.Publish("none", Encoding.UTF8.GetBytes(text));
                        });
                        acknowledged.Add(text);
                    }
                })
            )
            .ToList();
        await Eventually.Async(() => acknowledged.Count > 200);
        await server.KillAsync();
        foreach (var writer in writers)
            await Assert.ThrowsAsync<StoreUnavailableException>(() => writer);
        return [.. acknowledged];
    }

    private static Task AdvanceUntilAsync(TestStores stores, Func<bool> condition) =>
        Eventually.Async(() =>
        {
            stores.Time.Advance(TimeSpan.FromSeconds(1));
            return condition();
        });
}
