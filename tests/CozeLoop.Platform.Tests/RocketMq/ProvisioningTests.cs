using CozeLoop.Contracts.Messages;
using CozeLoop.Platform.Messaging;
using CozeLoop.Platform.RocketMq;
using CozeLoop.Platform.RocketMq.Remoting;

namespace CozeLoop.Platform.Tests.RocketMq;

public sealed class ProvisioningTests(SharedRocketMq server)
{
    private const string Group = "group";

    [Fact]
    public async Task Topics_get_the_type_their_messages_need_and_groups_a_limit_that_is_never_reached()
    {
        await using var test = await server.BrokerAsync();
        var names = new RocketMqNames(test.Options.Prefix);
        var made = await new Provisioning(test.Options, names).EnsureAsync([(Topics.Spans, Group), (Topics.Events, Group)], default);
        Assert.Equal(["NORMAL", "DELAY"], made.Select(m => m.Type));
        using var broker = await OpenAsync(test);
        Assert.Equal(("NORMAL", 8), await broker.TopicAsync(names.Topic(Topics.Spans), default));
        Assert.Equal(("DELAY", 8), await broker.TopicAsync(names.Topic(Topics.Events), default));
        Assert.Equal(1_000_000, await broker.RetryLimitAsync(names.Group(Topics.Events, Group), default));
        // Spans travel on their own kind of topic as well.
        await test.Broker.RegisterGroupAsync(Topics.Spans, Group);
        await test.Broker.PublishAsync(Topics.Spans, "spans"u8.ToArray());
        Assert.Single(await test.Broker.ReceiveAsync(Topics.Spans, Group, 1, TimeSpan.FromSeconds(20), TimeSpan.FromSeconds(30)));
    }

    [Fact]
    public async Task A_topic_that_exists_is_reported_and_never_changed()
    {
        await using var test = await server.BrokerAsync();
        var names = new RocketMqNames(test.Options.Prefix);
        using var broker = await OpenAsync(test);
        await broker.CreateTopicAsync(names.Topic(Topics.Events), "FIFO", 3, default);
        var found = Assert.Single(await new Provisioning(test.Options, names).EnsureAsync([(Topics.Events, Group)], default));
        Assert.Equal(("FIFO", "DELAY"), (found.Type, found.Needed));
        Assert.Equal(("FIFO", 3), await broker.TopicAsync(names.Topic(Topics.Events), default));
    }

    [Fact]
    public async Task A_group_that_is_made_later_sees_what_is_sent_from_then_on_and_not_what_was_before()
    {
        await using var test = await server.BrokerAsync();
        await test.Broker.RegisterGroupAsync(Topics.Events, "early");
        for (int i = 0; i < 20; i++)
            await test.Broker.PublishAsync(Topics.Events, "before"u8.ToArray());
        await CozeLoop.Testing.Eventually.Async(async () => (await test.Broker.StatusAsync()).Single().Waiting == 20);
        await test.Broker.RegisterGroupAsync(Topics.Events, "late");
        await test.Broker.PublishAsync(Topics.Events, "after"u8.ToArray());
        var received = Assert.Single(
            await test.Broker.ReceiveAsync(Topics.Events, "late", 32, TimeSpan.FromSeconds(20), TimeSpan.FromSeconds(30))
        );
        Assert.Equal("after", System.Text.Encoding.UTF8.GetString(received.Body.Span));
        Assert.Empty(await test.Broker.ReceiveAsync(Topics.Events, "late", 32, TimeSpan.FromSeconds(20), TimeSpan.Zero));
    }

    [Fact]
    public async Task The_doctor_names_what_is_missing_and_which_settings_lose_messages()
    {
        await using var test = await server.BrokerAsync();
        ConsumerGroup[] consumers = [new(Topics.Spans, Group), new(Topics.Events, Group), new(Topics.Events, "other")];
        var before = await RocketMqDoctor.CheckAsync(test.ConnectionString, consumers, default);
        // The server is set up for tests, not to keep anything.
        Assert.Equal(
            [
                BrokerFault.CleansForcibly,
                BrokerFault.KeepsTooShort,
                BrokerFault.NotFlushed,
                BrokerFault.TopicMissing,
                BrokerFault.TopicMissing,
            ],
            before.Select(f => f.Fault)
        );
        Assert.All(
            await RocketMqDoctor.ProvisionAsync(test.ConnectionString, consumers, default),
            f => Assert.Equal(BrokerFault.None, f.Fault)
        );
        var after = await RocketMqDoctor.CheckAsync(test.ConnectionString, consumers, default);
        Assert.Equal([BrokerFault.None, BrokerFault.None], after.Skip(3).Select(f => f.Fault));
    }

    [Fact]
    public async Task The_doctor_says_where_nobody_answers()
    {
        var finding = Assert.Single(
            await RocketMqDoctor.CheckAsync($"Endpoints=127.0.0.1:1;NameServers=127.0.0.1:{CozeLoop.Testing.FreePort.Next()}", [], default)
        );
        Assert.Equal(BrokerFault.Unreachable, finding.Fault);
        Assert.Contains("Connection refused", finding.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void Settings_that_keep_everything_are_no_fault() =>
        Assert.All(
            RocketMqDoctor.Settings(
                "b",
                new Dictionary<string, string>
                {
                    ["cleanFileForciblyEnable"] = "false",
                    ["fileReservedTime"] = "72",
                    ["flushDiskType"] = "SYNC_FLUSH",
                    ["brokerRole"] = "ASYNC_MASTER",
                }
            ),
            f => Assert.Equal(BrokerFault.None, f.Fault)
        );

    private static async Task<BrokerAdmin> OpenAsync(TestBroker test) =>
        await BrokerAdmin.OpenAsync(
            (await ClusterAddresses.MastersAsync(test.Options, default)).Values.Single(),
            test.Options.Credentials,
            default
        );
}
