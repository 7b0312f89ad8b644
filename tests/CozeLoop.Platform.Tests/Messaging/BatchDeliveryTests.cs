using System.Text;
using CozeLoop.Contracts;
using CozeLoop.Platform.Messaging;
using CozeLoop.Platform.Workers;
using CozeLoop.Testing.Stores;
using FsCheck;
using FsCheck.Fluent;
using Microsoft.Extensions.Logging.Abstractions;

namespace CozeLoop.Platform.Tests.Messaging;

public sealed class BatchDeliveryTests : IAsyncDisposable
{
    private const string Topic = "topic",
        Group = "group";
    private static readonly ConsumerOptions Options = new() { BatchSize = 100, MaxAttempts = 3 };

    private readonly TestStores _stores = new();
    private readonly CancellationTokenSource _stopping = new(),
        _aborting = new();
    private readonly List<string?> _reports = [];

    public async ValueTask DisposeAsync()
    {
        await _stores.DisposeAsync();
        _stopping.Dispose();
        _aborting.Dispose();
    }

    [Fact]
    public async Task Poison_is_found_by_halving_and_its_neighbours_complete()
    {
        var handler = new RecordingHandler((texts, _) => texts.Contains("7") ? throw new FormatException("bad") : Task.CompletedTask);
        await PublishAsync(16);
        await DeliverAsync(handler);

        Assert.Equal(Enumerable.Range(0, 16).Where(i => i != 7).Select(i => $"{i}").Order(), handler.Handled.Order());
        Assert.True(handler.Calls.Count <= 1 + 2 * 4, $"{handler.Calls.Count} calls to find one of 16");
        Assert.Equal((0, 1), await LeftAsync());
    }

    [Fact]
    public async Task Whatever_is_poison_dies_after_its_attempts_and_everything_else_is_handled()
    {
        var sample = Gen.ListOf(Gen.Choose(0, 19)).Select(l => l.ToHashSet());
        foreach (var poison in sample.Sample(8, new Rnd(17, 5), 12))
        {
            await using var test = new BatchDeliveryTests();
            var handler = new RecordingHandler(
                (texts, _) =>
                    texts.Any(t => poison.Contains(int.Parse(t, System.Globalization.CultureInfo.InvariantCulture)))
                        ? throw new FormatException("bad")
                        : Task.CompletedTask
            );
            await test.PublishAsync(20);
            for (int attempt = 0; attempt < Options.MaxAttempts; attempt++)
            {
                await test.DeliverAsync(handler);
                test._stores.Time.Advance(TimeSpan.FromMinutes(10));
            }
            Assert.Equal(Enumerable.Range(0, 20).Except(poison).Select(i => $"{i}").Order(), handler.Handled.Order());
            var dead = await test._stores.Broker.DeadLettersAsync(Topic, 100);
            Assert.Equal(poison.Count, dead.Count);
            Assert.All(dead, letter => Assert.Equal((Options.MaxAttempts, "FormatException: bad"), (letter.Attempts, letter.Reason)));
            Assert.Equal((0, 0), await test.LeftAsync());
        }
    }

    [Fact]
    public async Task A_message_that_fails_alone_waits_longer_each_time()
    {
        var handler = new RecordingHandler((_, _) => throw new FormatException("bad"));
        await PublishAsync(1);
        await DeliverAsync(handler);
        Assert.Empty(await ReceiveAsync());
        _stores.Time.Advance(Options.RetryDelay);
        await DeliverAsync(handler);
        _stores.Time.Advance(Options.RetryDelay * 0.99);
        Assert.Empty(await ReceiveAsync());
        _stores.Time.Advance(Options.RetryDelay);
        Assert.Equal(3, Assert.Single(await ReceiveAsync()).Attempt);
    }

    [Fact]
    public async Task A_store_that_is_away_is_waited_for_and_nothing_counts_against_the_messages()
    {
        int calls = 0;
        var handler = new RecordingHandler((_, _) => ++calls <= 20 ? throw new StoreUnavailableException("the store") : Task.CompletedTask);
        await PublishAsync(3);
        var delivery = DeliverAsync(handler);
        await CozeLoop.Testing.Eventually.Async(() =>
        {
            _stores.Time.Advance(TimeSpan.FromSeconds(10));
            return delivery.IsCompleted;
        });
        await delivery;
        Assert.Equal(3, handler.Handled.Count);
        Assert.All(handler.Calls, call => Assert.Equal(3, call.Count));
        Assert.Equal(20, _reports.Count(r => r == "the store is unavailable."));
        Assert.Equal((0, 0), await LeftAsync());
    }

    public static TheoryData<Exception> Full =>
        [
            new IOException("No space left on device : '/data/blobs/x'", 28),
            new BrokerFullException("full"),
            new Microsoft.Data.Sqlite.SqliteException("database or disk is full", 13),
            new InvalidOperationException("a handler's own words", new IOException("Too many open files", 24)),
        ];

    [Theory, MemberData(nameof(Full), DisableDiscoveryEnumeration = true)]
    public async Task A_full_disk_is_no_fault_of_the_message(Exception full)
    {
        int calls = 0;
        var handler = new RecordingHandler((_, _) => ++calls <= 20 ? throw full : Task.CompletedTask);
        await PublishAsync(3);
        var delivery = DeliverAsync(handler);
        await CozeLoop.Testing.Eventually.Async(() =>
        {
            _stores.Time.Advance(TimeSpan.FromSeconds(10));
            return delivery.IsCompleted;
        });
        await delivery;
        Assert.Equal(3, handler.Handled.Count);
        Assert.Empty(await _stores.Broker.DeadLettersAsync(Topic, 10));
        Assert.Equal((0, 0), await LeftAsync());
    }

    [Fact]
    public async Task Messages_stay_hidden_from_others_while_the_handler_works()
    {
        var release = new TaskCompletionSource();
        var working = new TaskCompletionSource();
        var handler = new RecordingHandler(
            (_, _) =>
            {
                working.SetResult();
                return release.Task;
            }
        );
        await PublishAsync(2);
        var delivery = DeliverAsync(handler);
        await working.Task;
        for (int i = 0; i < 10; i++)
        {
            // Time passes the first deadline several times over, a third at a time as a real clock would.
            long before = _stores.Time.UnixMs();
            _stores.Time.Advance(Options.Invisible / 3);
            await CozeLoop.Testing.Eventually.Async(async () => await HiddenUntilAsync() > before + Options.Invisible.TotalMilliseconds);
            Assert.Empty(await ReceiveAsync());
        }
        release.SetResult();
        await delivery;
        Assert.Equal((0, 0), await LeftAsync());
    }

    [Fact]
    public async Task A_stop_during_an_outage_gives_the_messages_back_uncounted()
    {
        var called = new TaskCompletionSource();
        var handler = new RecordingHandler(
            (_, _) =>
            {
                called.TrySetResult();
                throw new StoreUnavailableException("the store");
            }
        );
        await PublishAsync(2);
        var delivery = DeliverAsync(handler);
        await called.Task;
        await _stopping.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => delivery);
        Assert.All(await ReceiveAsync(), m => Assert.Equal(1, m.Attempt));
    }

    [Fact]
    public async Task A_message_that_killed_the_process_often_is_buried_without_another_try()
    {
        await PublishAsync(1);
        for (int i = 0; i < Options.MaxAttempts; i++)
        {
            await ReceiveAsync();
            _stores.Time.Advance(Options.Invisible * 2);
        }
        var handler = new RecordingHandler();
        await DeliverAsync(handler);
        Assert.Empty(handler.Calls);
        Assert.Contains(
            "Delivered 4 times without an outcome",
            Assert.Single(await _stores.Broker.DeadLettersAsync(Topic, 10)).Reason,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task A_suspect_is_handled_apart_from_its_neighbours()
    {
        await PublishAsync(1);
        await ReceiveAsync();
        _stores.Time.Advance(Options.Invisible * 2);
        await _stores.Broker.PublishAsync(Topic, "new"u8.ToArray());
        await _stores.Broker.PublishAsync(Topic, "newer"u8.ToArray());
        var handler = new RecordingHandler();
        await DeliverAsync(handler);
        Assert.Equal(
            [
                ["0"],
                ["new", "newer"],
            ],
            handler.Calls
        );
    }

    private async Task PublishAsync(int count)
    {
        await _stores.Broker.RegisterGroupAsync(Topic, Group);
        for (int i = 0; i < count; i++)
            await _stores.Broker.PublishAsync(Topic, Encoding.UTF8.GetBytes($"{i}"));
    }

    private Task<IReadOnlyList<ReceivedMessage>> ReceiveAsync() =>
        _stores.Broker.ReceiveAsync(Topic, Group, 100, Options.Invisible, TimeSpan.Zero);

    private async Task DeliverAsync(IMessageHandler handler)
    {
        var delivery = new BatchDelivery(_stores.Broker, handler, Options, _stores.Time, new Random(3), NullLogger.Instance);
        await delivery.RunAsync(await ReceiveAsync(), new WorkerRound(_reports.Add, _stopping.Token, _aborting.Token));
    }

    /// <summary>Messages that wait, and messages in hand or backing off.</summary>
    private async Task<(long, long)> LeftAsync()
    {
        var status = (await _stores.Broker.StatusAsync()).Single(s => s.Topic == Topic);
        return (status.Waiting, status.InFlight);
    }

    private async Task<long> HiddenUntilAsync()
    {
        await using var queue = new CozeLoop.Platform.Relational.SqliteFile(_stores.Folder.File("queue.db"), readers: 1, pageSize: 16384);
        return await queue.ReadAsync(session => session.Scalar("SELECT MIN(visible_at) FROM deliveries"), CancellationToken.None);
    }
}
