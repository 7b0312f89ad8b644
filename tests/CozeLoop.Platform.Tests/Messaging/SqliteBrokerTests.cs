using CozeLoop.Contracts.Messages;
using CozeLoop.Platform.Messaging;
using CozeLoop.Platform.Tests.Contracts;
using CozeLoop.Testing.Stores;

namespace CozeLoop.Platform.Tests.Messaging;

public sealed class SqliteBrokerTests : BrokerContract, IAsyncDisposable
{
    private readonly TestStores _stores = new(broker: new BrokerOptions { MaxBytesPerTopic = 8 << 20 });

    protected override IMessageBroker Broker => _stores.Broker;

    protected override Task PassAsync(TimeSpan time)
    {
        _stores.Time.Advance(time);
        return Task.CompletedTask;
    }

    public ValueTask DisposeAsync() => _stores.DisposeAsync();

    [Fact]
    public async Task A_topic_at_its_limit_refuses_more_until_something_is_acknowledged()
    {
        await Broker.RegisterGroupAsync(Topic, Group);
        for (int i = 0; i < 4; i++)
            await Broker.PublishAsync(Topic, new byte[2 << 20]);
        await Assert.ThrowsAsync<BrokerFullException>(() => Broker.PublishAsync(Topic, new byte[1]));

        await Broker.AcknowledgeAsync(await Broker.ReceiveAsync(Topic, Group, 1, Hidden, TimeSpan.Zero));
        await Broker.PublishAsync(Topic, new byte[2 << 20]);
        await Assert.ThrowsAsync<BrokerFullException>(() => Broker.PublishAsync(Topic, new byte[1]));
    }

    [Fact]
    public async Task The_limit_counts_what_an_earlier_process_left()
    {
        await Broker.RegisterGroupAsync(Topic, Group);
        for (int i = 0; i < 4; i++)
            await Broker.PublishAsync(Topic, new byte[2 << 20]);
        await _stores.Broker.DisposeAsync();

        await using var reopened = new SqliteBroker(_stores.Folder, new BrokerOptions { MaxBytesPerTopic = 8 << 20 }, _stores.Time);
        await Assert.ThrowsAsync<BrokerFullException>(() => reopened.PublishAsync(Topic, new byte[1]));
        Assert.Equal(4, (await reopened.ReceiveAsync(Topic, Group, 10, Hidden, TimeSpan.Zero)).Count);
    }

    [Fact]
    public async Task What_a_dead_process_held_is_delivered_again_at_once()
    {
        await Broker.RegisterGroupAsync(Topic, Group);
        await Broker.PublishAsync(Topic, new byte[1]);
        var held = await Broker.ReceiveAsync(Topic, Group, 1, Hidden, TimeSpan.Zero);
        await _stores.Broker.DisposeAsync();

        await using var reopened = new SqliteBroker(_stores.Folder, new BrokerOptions { MaxBytesPerTopic = 8 << 20 }, _stores.Time);
        var again = Assert.Single(await reopened.ReceiveAsync(Topic, Group, 1, Hidden, TimeSpan.Zero));
        Assert.Equal((held[0].Id, 2), (again.Id, again.Attempt));
    }

    [Fact]
    public async Task A_body_is_kept_until_the_last_group_is_done_with_it()
    {
        await Broker.RegisterGroupAsync(Topic, "one");
        await Broker.RegisterGroupAsync(Topic, "two");
        await Broker.PublishAsync(Topic, new byte[6 << 20]);
        await Broker.AcknowledgeAsync(await ReceiveAsync("one"));
        await Assert.ThrowsAsync<BrokerFullException>(() => Broker.PublishAsync(Topic, new byte[3 << 20]));
        await Broker.AcknowledgeAsync(await ReceiveAsync("two"));
        await Broker.PublishAsync(Topic, new byte[3 << 20]);
    }

    [Fact]
    public async Task Spans_have_a_file_of_their_own()
    {
        await Broker.RegisterGroupAsync(Topics.Spans, Group);
        await Broker.RegisterGroupAsync(Topics.Events, Group);
        await Broker.PublishAsync(Topics.Spans, new byte[1 << 20]);
        Assert.True(File.Exists(_stores.Folder.File("queue-spans.db")));
        Assert.True(File.Exists(_stores.Folder.File("queue.db")));
        Assert.Equal([(Topics.Events, 0L), (Topics.Spans, 1L)], (await Broker.StatusAsync()).Select(s => (s.Topic, s.Waiting)).Order());
    }

    [Fact]
    public async Task A_released_message_comes_again_and_the_delivery_does_not_count()
    {
        await Broker.RegisterGroupAsync(Topic, Group);
        await PublishAsync("back");
        var first = await ReceiveAsync();
        await Broker.ReleaseAsync(first);
        Assert.Equal(1, Assert.Single(await ReceiveAsync()).Attempt);
        await Broker.AcknowledgeAsync(first);
        await PassAsync(Hidden * 2);
        Assert.Equal(2, Assert.Single(await ReceiveAsync()).Attempt);
    }

    [Fact]
    public async Task A_waiting_consumer_is_woken_when_a_hidden_message_becomes_visible()
    {
        await Broker.RegisterGroupAsync(Topic, Group);
        await PublishAsync("hidden");
        await ReceiveAsync();
        var waiting = Broker.ReceiveAsync(Topic, Group, 10, Hidden, TimeSpan.FromMinutes(10));
        await CozeLoop.Testing.Eventually.Async(() =>
        {
            _stores.Time.Advance(TimeSpan.FromSeconds(1));
            return waiting.IsCompleted;
        });
        Assert.Equal(2, Assert.Single(await waiting).Attempt);
    }

    [Fact]
    public async Task A_group_that_nobody_registered_is_an_error()
    {
        await Assert.ThrowsAsync<InvalidOperationException>(() => ReceiveAsync("stranger"));
    }
}
