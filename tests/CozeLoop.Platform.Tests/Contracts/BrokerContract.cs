using System.Text;
using CozeLoop.Platform.Messaging;
using CozeLoop.Testing;

namespace CozeLoop.Platform.Tests.Contracts;

/// <summary>What every broker must do; each implementation runs it by deriving a test class.</summary>
public abstract class BrokerContract
{
    protected const string Topic = "contract-topic",
        Group = "group";

    // Real time, for what must come: against a server that is late, and against a test that would never end.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    /// <summary>How long what was received is hidden.</summary>
    protected virtual TimeSpan Hidden => TimeSpan.FromMinutes(1);

    protected abstract IMessageBroker Broker { get; }

    /// <summary>Lets this much time pass for the broker: a clock put forward, or a real wait.</summary>
    protected abstract Task PassAsync(TimeSpan time);

    [Fact]
    public async Task A_message_reaches_every_group_once()
    {
        await Broker.RegisterGroupAsync(Topic, "one");
        await Broker.RegisterGroupAsync(Topic, "two");
        await PublishAsync("hello");
        Assert.Equal("hello", Text(await ComesAsync("one")));
        Assert.Equal("hello", Text(await ComesAsync("two")));
        Assert.Empty(await ReceiveAsync("one"));
    }

    [Fact]
    public async Task A_message_in_hand_is_hidden_until_its_time_is_up_and_then_comes_again()
    {
        await Broker.RegisterGroupAsync(Topic, Group);
        await PublishAsync("again");
        Assert.Equal(1, (await ComesAsync()).Attempt);
        await PassAsync(Hidden / 2);
        Assert.Empty(await ReceiveAsync());
        await PassAsync(Hidden / 2);
        var second = await ComesAsync();
        Assert.Equal(("again", 2), (Text(second), second.Attempt));
    }

    [Fact]
    public async Task An_acknowledged_message_never_comes_again()
    {
        await Broker.RegisterGroupAsync(Topic, Group);
        await PublishAsync("done");
        await Broker.AcknowledgeAsync([await ComesAsync()]);
        await PassAsync(Hidden * 2);
        Assert.Empty(await ReceiveAsync());
    }

    [Fact]
    public async Task A_receipt_that_is_out_of_date_acknowledges_nothing()
    {
        await Broker.RegisterGroupAsync(Topic, Group);
        await PublishAsync("slow");
        var old = await ComesAsync();
        await PassAsync(Hidden + TimeSpan.FromSeconds(1));
        await ComesAsync();
        await Broker.AcknowledgeAsync([old]);
        await PassAsync(Hidden + TimeSpan.FromSeconds(1));
        Assert.Equal("slow", Text(await ComesAsync()));
    }

    [Fact]
    public async Task An_extended_message_stays_hidden()
    {
        await Broker.RegisterGroupAsync(Topic, Group);
        await PublishAsync("long work");
        ReceivedMessage[] held = [await ComesAsync()];
        for (int i = 0; i < 2; i++)
        {
            await PassAsync(Hidden / 2);
            await Broker.ExtendAsync(held, Hidden * 2);
        }
        await PassAsync(Hidden);
        Assert.Empty(await ReceiveAsync());
        await Broker.ExtendAsync(held, TimeSpan.Zero);
        Assert.Equal("long work", Text(await ComesAsync()));
    }

    [Fact]
    public async Task A_delayed_message_comes_after_its_delay()
    {
        await Broker.RegisterGroupAsync(Topic, Group);
        await Broker.PublishAsync(Topic, "later"u8.ToArray(), Hidden);
        Assert.Empty(await ReceiveAsync());
        await WaitingAsync(1);
        await PassAsync(Hidden);
        Assert.Equal("later", Text(await ComesAsync()));
    }

    [Fact]
    public async Task Somebody_who_waits_gets_a_message_when_it_comes()
    {
        await Broker.RegisterGroupAsync(Topic, Group);
        var waiting = Broker.ReceiveAsync(Topic, Group, 10, Hidden, TimeSpan.FromMinutes(10));
        await PublishAsync("now");
        Assert.Equal("now", Text(Assert.Single(await waiting)));
    }

    [Fact]
    public async Task Somebody_who_waits_can_leave()
    {
        await Broker.RegisterGroupAsync(Topic, Group);
        using var leave = new CancellationTokenSource();
        var waiting = Broker.ReceiveAsync(Topic, Group, 10, Hidden, TimeSpan.FromMinutes(10), ct: leave.Token);
        await leave.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
    }

    [Fact]
    public async Task Bodies_of_any_bytes_and_of_3_5_MiB_come_as_they_were()
    {
        await Broker.RegisterGroupAsync(Topic, Group);
        byte[] large = new byte[7 << 19];
        new Random(7).NextBytes(large);
        foreach (byte[] body in (byte[][])[large, [], [0, 255, 10, 10, 0]])
        {
            await Broker.PublishAsync(Topic, body);
            var received = await ComesAsync();
            Assert.True(received.Body.Span.SequenceEqual(body));
            await Broker.AcknowledgeAsync([received]);
        }
    }

    [Fact]
    public async Task A_receive_is_bounded_by_count_and_by_bytes()
    {
        await Broker.RegisterGroupAsync(Topic, Group);
        for (int i = 0; i < 10; i++)
            await Broker.PublishAsync(Topic, new byte[1000]);
        await WaitingAsync(10);
        Assert.Equal(3, (await Broker.ReceiveAsync(Topic, Group, 3, Hidden, TimeSpan.Zero)).Count);
        Assert.Equal(2, (await Broker.ReceiveAsync(Topic, Group, 10, Hidden, TimeSpan.Zero, maxBytes: 2500)).Count);
        Assert.Single(await Broker.ReceiveAsync(Topic, Group, 10, Hidden, TimeSpan.Zero, maxBytes: 1));
        Assert.Equal(4, (await ReceiveAsync()).Count);
    }

    [Fact]
    public async Task A_dead_letter_keeps_its_body_and_reason_and_can_be_redriven_to_its_own_group()
    {
        await Broker.RegisterGroupAsync(Topic, Group);
        await Broker.RegisterGroupAsync(Topic, "other");
        await PublishAsync("poison");
        await Broker.AcknowledgeAsync([await ComesAsync("other")]);
        var poison = await ComesAsync();
        await Broker.DeadLetterAsync(poison, "it hurts");

        var letter = Assert.Single(await Broker.DeadLettersAsync(Topic, 10));
        Assert.Equal(
            (Topic, Group, poison.Id, "it hurts", 1, 6L),
            (letter.Topic, letter.Group, letter.Origin, letter.Reason, letter.Attempts, letter.Bytes)
        );
        await PassAsync(Hidden * 2);
        Assert.Empty(await ReceiveAsync());

        Assert.Equal(1, await Broker.RedriveAsync(Topic));
        Assert.Empty(await ReceiveAsync("other"));
        var again = await ComesAsync();
        Assert.Equal(("poison", 1), (Text(again), again.Attempt));
        Assert.Empty(await Broker.DeadLettersAsync(Topic, 10));
    }

    [Fact]
    public async Task The_status_counts_what_waits_and_what_is_in_hand()
    {
        await Broker.RegisterGroupAsync(Topic, Group);
        for (int i = 0; i < 5; i++)
            await PublishAsync($"{i}");
        await WaitingAsync(5);
        await PassAsync(Hidden);
        await Broker.ReceiveAsync(Topic, Group, 2, Hidden * 10, TimeSpan.Zero);
        var status = Assert.Single(await Broker.StatusAsync(), s => s.Topic == Topic);
        Assert.Equal((Group, 3L, 2L, 0L), (status.Group, status.Waiting, status.InFlight, status.DeadLetters));
        Assert.InRange(status.OldestAgeMs!.Value, Hidden.TotalMilliseconds, Hidden.TotalMilliseconds + Patience.TotalMilliseconds);
    }

    [Fact]
    public async Task Many_consumers_of_a_group_share_its_messages()
    {
        await Broker.RegisterGroupAsync(Topic, Group);
        const int Count = 300;
        await Task.WhenAll(Enumerable.Range(0, Count).Select(i => PublishAsync($"{i}")));
        var received = new System.Collections.Concurrent.ConcurrentQueue<string>();
        using var all = new CancellationTokenSource(Patience);
        await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Task.Run(() => TakeAsync(received, Count, all))));
        Assert.Equal(Enumerable.Range(0, Count).Select(i => $"{i}").Order(), received.Order());
    }

    protected Task PublishAsync(string text) => Broker.PublishAsync(Topic, Encoding.UTF8.GetBytes(text));

    /// <summary>What is there now.</summary>
    protected Task<IReadOnlyList<ReceivedMessage>> ReceiveAsync(string group = Group) =>
        Broker.ReceiveAsync(Topic, group, 10, Hidden, TimeSpan.Zero);

    /// <summary>The one message that is there or on its way.</summary>
    protected async Task<ReceivedMessage> ComesAsync(string group = Group) =>
        Assert.Single(await Broker.ReceiveAsync(Topic, group, 10, Hidden, Patience).WaitAsync(Patience));

    protected static string Text(ReceivedMessage message) => Encoding.UTF8.GetString(message.Body.Span);

    /// <summary>Until the group's queue holds that many: a broker may show a message a moment after it has taken it.</summary>
    private Task WaitingAsync(int count) =>
        Eventually.Async(async () => (await Broker.StatusAsync()).Single(s => s.Topic == Topic).Waiting == count);

    private async Task TakeAsync(System.Collections.Concurrent.ConcurrentQueue<string> received, int count, CancellationTokenSource all)
    {
        while (!all.IsCancellationRequested)
        {
            try
            {
                var some = await Broker.ReceiveAsync(Topic, Group, 10, Hidden * 10, Patience, ct: all.Token);
                await Broker.AcknowledgeAsync(some);
                foreach (var message in some)
                    received.Enqueue(Text(message));
                if (received.Count >= count)
                    await all.CancelAsync();
            }
            catch (OperationCanceledException) when (all.IsCancellationRequested)
            {
                return;
            }
        }
    }
}
