using System.Globalization;
using System.Text;
using CozeLoop.Platform.Messaging;
using CozeLoop.Testing;
using CozeLoop.Testing.Servers;

namespace CozeLoop.Platform.Tests.RocketMq;

/// <summary>Two brokers behind a proxy, of which one dies and comes back.</summary>
public sealed class ClusterTests
{
    private const string Topic = "topic",
        Group = "group";
    private static readonly TimeSpan Hidden = TimeSpan.FromSeconds(20),
        Restart = TimeSpan.FromMinutes(4);

    [Fact]
    public async Task With_one_of_two_brokers_killed_sending_goes_on_and_nothing_is_lost()
    {
        Assert.SkipWhen(RocketMqServer.Missing is not null, RocketMqServer.Missing ?? "");
        await using var server = await RocketMqServer.StartAsync(brokers: 2, proxyKeys: "\"useEndpointPortFromRequest\":true");
        await using var test = new TestBroker(server.ConnectionString, "");
        await test.Broker.RegisterGroupAsync(Topic, Group);
        await PublishAsync(test, 0, 60);
        var resume = await server.KillForAWhileAsync("broker-1");
        await PublishAsync(test, 60, 100);

        var received = new HashSet<string>();
        async Task ReceiveSomeAsync()
        {
            var some = await test.Broker.ReceiveAsync(Topic, Group, 32, Hidden, TimeSpan.FromSeconds(1));
            await test.Broker.AcknowledgeAsync(some);
            received.UnionWith(some.Select(Text));
        }
        // What the living broker has, the later forty among it, comes while the other is away.
        await Eventually.Async(async () =>
        {
            await ReceiveSomeAsync();
            return received.IsSupersetOf(Enumerable.Range(60, 40).Select(Text));
        });
        Assert.NotEqual(100, received.Count);
        resume();
        await Eventually.Async(
            async () =>
            {
                await ReceiveSomeAsync();
                return received.Count == 100;
            },
            Restart
        );
    }

    private static async Task PublishAsync(TestBroker test, int from, int to)
    {
        for (int i = from; i < to; i++)
            await test.Broker.PublishAsync(Topic, Encoding.UTF8.GetBytes(Text(i)));
    }

    private static string Text(int i) => i.ToString(CultureInfo.InvariantCulture);

    private static string Text(ReceivedMessage message) => Encoding.UTF8.GetString(message.Body.Span);
}
