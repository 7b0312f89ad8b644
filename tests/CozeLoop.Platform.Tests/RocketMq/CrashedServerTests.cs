using System.Globalization;
using System.Text;
using CozeLoop.Platform.Messaging;
using CozeLoop.Testing;
using CozeLoop.Testing.Servers;

namespace CozeLoop.Platform.Tests.RocketMq;

/// <summary>A server that dies and comes back.</summary>
public sealed class CrashedServerTests
{
    private const string Topic = "topic",
        Group = "group";
    private static readonly TimeSpan Hidden = TimeSpan.FromSeconds(20),
        Restart = TimeSpan.FromMinutes(4);

    [Fact]
    public async Task A_killed_broker_loses_nothing_that_was_acknowledged_and_everybody_finds_it_again()
    {
        Assert.SkipWhen(RocketMqServer.Missing is not null, RocketMqServer.Missing ?? "");
        await using var server = await RocketMqServer.StartAsync();
        await using var test = new TestBroker(server.ConnectionString, "");
        await test.Broker.RegisterGroupAsync(Topic, Group);
        await PublishAsync(test, 0, 100);
        var before = await test.Broker.ReceiveAsync(Topic, Group, 30, TimeSpan.FromSeconds(3), Hidden);
        await test.Broker.AcknowledgeAsync(before);

        await server.KillAsync();
        await Assert.ThrowsAsync<StoreUnavailableException>(() => test.Broker.PublishAsync(Topic, "while it is away"u8.ToArray()));
        await server.RestartAsync();

        // The same client, which has to notice by itself.
        await PublishAsync(test, 100, 120);
        var received = new HashSet<string>(before.Select(Text));
        await Eventually.Async(
            async () =>
            {
                var some = await test.Broker.ReceiveAsync(Topic, Group, 32, Hidden, TimeSpan.FromSeconds(5));
                await test.Broker.AcknowledgeAsync(some);
                received.UnionWith(some.Select(Text));
                return received.Count(text => int.TryParse(text, out _)) == 120;
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
