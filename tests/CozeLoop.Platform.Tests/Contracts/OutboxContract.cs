using System.Text;
using CozeLoop.Contracts.Messages;
using CozeLoop.Platform.Messaging;
using CozeLoop.Platform.Tests.Relational;
using CozeLoop.Testing;
using CozeLoop.Testing.Stores;
using Dapper;

namespace CozeLoop.Platform.Tests.Contracts;

/// <summary>The outbox on every relational store.</summary>
public abstract class OutboxContract : IAsyncLifetime
{
    private TestStores _stores = null!;

    public async ValueTask InitializeAsync() => _stores = await StoresAsync();

    public async ValueTask DisposeAsync()
    {
        if (_stores is not null)
            await _stores.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    /// <summary>Empty stores of the kind under test.</summary>
    protected abstract Task<TestStores> StoresAsync(BrokerOptions? broker = null);

    [Fact]
    public async Task A_message_goes_out_after_the_commit_it_belongs_to()
    {
        await _stores.Broker.RegisterGroupAsync("topic", "group");
        await using var database = await _stores.OpenAsync(c => new NotesDatabase(c));
        database.StartOutbox();
        await database.WriteAsync(transaction =>
        {
            transaction.Publish("topic", new RunCall(7, "run", "call"));
            return Task.CompletedTask;
        });
        Assert.Equal(
            """{"workspaceId":7,"runId":"run","callId":"call"}""",
            Encoding.UTF8.GetString((await ReceiveAsync()).Single().Body.Span)
        );
    }

    [Fact]
    public async Task A_rollback_takes_its_messages_with_it()
    {
        await _stores.Broker.RegisterGroupAsync("topic", "group");
        await using var database = await _stores.OpenAsync(c => new NotesDatabase(c));
        database.StartOutbox();
        await Assert.ThrowsAsync<ArithmeticException>(() =>
            database.WriteAsync(transaction =>
            {
                transaction.Publish("topic", "lost"u8.ToArray());
                throw new ArithmeticException();
            })
        );
        await database.WriteAsync(transaction =>
        {
            transaction.Publish("topic", "kept"u8.ToArray());
            return Task.CompletedTask;
        });
        Assert.Equal("kept", Encoding.UTF8.GetString((await ReceiveAsync()).Single().Body.Span));
    }

    [Fact]
    public async Task What_an_earlier_process_left_goes_out_at_the_start()
    {
        await _stores.Broker.RegisterGroupAsync("topic", "group");
        await using (var first = await _stores.OpenAsync(c => new NotesDatabase(c)))
        {
            // Its relay never runs, as if the process had died right after the commit.
            await first.WriteAsync(transaction =>
            {
                for (int i = 0; i < 200; i++)
                    transaction.Publish("topic", new[] { (byte)i });
                return Task.CompletedTask;
            });
        }
        await using var second = await _stores.OpenAsync(c => new NotesDatabase(c));
        second.StartOutbox();
        var seen = new HashSet<byte>();
        while (seen.Count < 200)
            seen.UnionWith((await ReceiveAsync()).Select(m => m.Body.Span[0]));
        Assert.Equal(200, seen.Count);
    }

    [Fact]
    public async Task A_message_waits_in_the_outbox_while_the_queue_is_full()
    {
        await using var small = await StoresAsync(new BrokerOptions { MaxBytesPerTopic = 10 });
        await small.Broker.RegisterGroupAsync("topic", "group");
        await small.Broker.PublishAsync("topic", new byte[10]);
        await using var database = await small.OpenAsync(c => new NotesDatabase(c));
        database.StartOutbox();
        await database.WriteAsync(transaction =>
        {
            transaction.Publish("topic", new byte[5]);
            return Task.CompletedTask;
        });
        await Eventually.Async(() => small.Workers.All.Any(w => w.Faulted));
        Assert.Equal(1, await database.ReadAsync(c => c.ExecuteScalarAsync<long>("SELECT COUNT(*) FROM outbox")));

        await small.Broker.AcknowledgeAsync(await small.Broker.ReceiveAsync("topic", "group", 1, TimeSpan.FromMinutes(1), TimeSpan.Zero));
        await Eventually.Async(async () =>
        {
            small.Time.Advance(TimeSpan.FromSeconds(30));
            return await database.ReadAsync(c => c.ExecuteScalarAsync<long>("SELECT COUNT(*) FROM outbox")) == 0;
        });
        Assert.Equal(
            5,
            (await small.Broker.ReceiveAsync("topic", "group", 1, TimeSpan.FromMinutes(1), TimeSpan.Zero)).Single().Body.Length
        );
    }

    private Task<IReadOnlyList<ReceivedMessage>> ReceiveAsync() =>
        _stores.Broker.ReceiveAsync("topic", "group", 100, TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(1));
}
