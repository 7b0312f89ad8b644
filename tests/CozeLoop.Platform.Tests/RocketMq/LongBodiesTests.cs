using CozeLoop.Platform.Messaging;
using CozeLoop.Testing;

namespace CozeLoop.Platform.Tests.RocketMq;

/// <summary>Messages larger than RocketMQ takes, against a real server.</summary>
public sealed class LongBodiesTests(SharedRocketMq server)
{
    private const string Topic = "topic",
        Group = "group";
    private static readonly TimeSpan Hidden = TimeSpan.FromSeconds(30),
        Wait = TimeSpan.FromSeconds(1);

    [Fact]
    public async Task A_long_body_waits_in_the_blob_store_and_comes_whole_to_every_group()
    {
        await using var test = await server.BrokerAsync();
        await test.Broker.RegisterGroupAsync(Topic, "one");
        await test.Broker.RegisterGroupAsync(Topic, "two");
        byte[] body = Body(9 << 20);
        await test.Broker.PublishAsync(Topic, body);
        await test.Broker.PublishAsync(Topic, Body(1000));
        foreach (string group in (string[])["one", "two"])
        {
            var received = await ReceiveAsync(test, group, 2);
            Assert.Equal(body, received.MaxBy(m => m.Body.Length)!.Body.ToArray());
            await test.Broker.AcknowledgeAsync(received);
        }
        Assert.Single(test.Blobs.Put);
        Assert.All(await test.Broker.StatusAsync(), queue => Assert.Equal((0, 0), (queue.Waiting, queue.InFlight)));
    }

    [Fact]
    public async Task While_the_blob_store_is_away_long_bodies_are_refused_and_those_under_way_wait_in_hand()
    {
        await using var test = await server.BrokerAsync();
        await test.Broker.RegisterGroupAsync(Topic, Group);
        await test.Broker.PublishAsync(Topic, Body(5 << 20));
        test.Blobs.Away = true;
        await Assert.ThrowsAsync<StoreUnavailableException>(() => test.Broker.PublishAsync(Topic, Body(5 << 20)));
        await test.Broker.PublishAsync(Topic, Body(1000));

        Assert.Equal(1000, Assert.Single(await ReceiveAsync(test, Group, 1)).Body.Length);
        await Eventually.Async(() => Volatile.Read(ref test.Blobs.Refused) > 2);
        test.Blobs.Away = false;
        var late = Assert.Single(await ReceiveAsync(test, Group, 1));
        Assert.Equal((5 << 20, 1), (late.Body.Length, late.Attempt));
        await test.Broker.AcknowledgeAsync([late]);
    }

    [Fact]
    public async Task A_message_whose_body_is_gone_is_a_dead_letter_that_says_so()
    {
        await using var test = await server.BrokerAsync();
        await test.Broker.RegisterGroupAsync(Topic, Group);
        await test.Broker.PublishAsync(Topic, Body(5 << 20));
        string key = Assert.Single(test.Blobs.Put);
        await test.Blobs.DeleteAsync(key);
        await Eventually.Async(async () =>
        {
            Assert.Empty(await test.Broker.ReceiveAsync(Topic, Group, 10, Hidden, Wait));
            return (await test.Broker.DeadLettersAsync(Topic, 10)).Count == 1;
        });
        Assert.Contains(key, Assert.Single(await test.Broker.DeadLettersAsync(Topic, 10)).Reason, StringComparison.Ordinal);
    }

    private static byte[] Body(int length)
    {
        byte[] body = new byte[length];
        new Random(length).NextBytes(body);
        return body;
    }

    private static async Task<List<ReceivedMessage>> ReceiveAsync(TestBroker test, string group, int count)
    {
        var received = new List<ReceivedMessage>();
        await Eventually.Async(async () =>
        {
            received.AddRange(await test.Broker.ReceiveAsync(Topic, group, 10, Hidden, Wait));
            return received.Count >= count;
        });
        return received;
    }
}
