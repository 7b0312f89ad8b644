using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using CozeLoop.Platform.Messaging;
using CozeLoop.Platform.Workers;
using CozeLoop.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace CozeLoop.Platform.Tests.RocketMq;

/// <summary>Consumers and their broker together, against a real server.</summary>
public sealed class DeliveryTests(SharedRocketMq server)
{
    private const string Topic = "topic",
        Group = "group";

    [Fact]
    public async Task A_message_that_always_fails_is_buried_after_its_attempts_and_its_neighbours_complete_at_first()
    {
        await using var test = await server.BrokerAsync();
        var attempts = new ConcurrentDictionary<string, int>();
        var handler = new AttemptsHandler(attempts, text => text == "poison" ? throw new FormatException("it hurts") : Task.CompletedTask);
        using var host = await StartAsync(
            test,
            handler,
            new ConsumerOptions
            {
                BatchSize = 32,
                MaxAttempts = 3,
                Invisible = TimeSpan.FromSeconds(30),
                RetryDelay = TimeSpan.FromMilliseconds(200),
            }
        );
        foreach (string text in Enumerable.Range(0, 20).Select(Number).Append("poison"))
            await test.Broker.PublishAsync(Topic, Encoding.UTF8.GetBytes(text));
        await Eventually.Async(async () => (await test.Broker.DeadLettersAsync(Topic, 10)).Count == 1);
        await host.StopAsync();

        var letter = Assert.Single(await test.Broker.DeadLettersAsync(Topic, 10));
        Assert.Equal((Group, "FormatException: it hurts", 3, 6L), (letter.Group, letter.Reason, letter.Attempts, letter.Bytes));
        Assert.Equal(3, attempts["poison"]);
        Assert.Equal(20, attempts.Count - 1);
        Assert.All(attempts.Where(a => a.Key != "poison"), a => Assert.Equal(1, a.Value));
    }

    [Fact]
    public async Task A_store_that_is_away_is_waited_for_with_the_messages_in_hand()
    {
        await using var test = await server.BrokerAsync();
        var attempts = new ConcurrentDictionary<string, int>();
        // Long enough that a machine busy with other tests still renews in time: what is renewed too late comes again, as it should.
        var invisible = TimeSpan.FromSeconds(20);
        long started = TimeProvider.System.GetTimestamp();
        bool IsAway() => TimeProvider.System.GetElapsedTime(started) < 1.2 * invisible;
        var handler = new AttemptsHandler(attempts, _ => IsAway() ? throw new StoreUnavailableException("the store") : Task.CompletedTask);
        using var host = await StartAsync(test, handler, new ConsumerOptions { BatchSize = 10, Invisible = invisible });
        for (int i = 0; i < 5; i++)
            await test.Broker.PublishAsync(Topic, Encoding.UTF8.GetBytes(Number(i)));
        await Eventually.Async(() => handler.Done.Distinct().Count() == 5);
        await host.StopAsync();
        Assert.All(attempts, a => Assert.Equal(1, a.Value));
        Assert.Equal(0, Assert.Single(await test.Broker.StatusAsync()).InFlight);
    }

    [Fact]
    public async Task A_disk_beyond_its_limit_refuses_messages_as_a_full_queue()
    {
        await using var test = await server.BrokerAsync();
        await using var full = new TestBroker($"{test.ConnectionString};MaxDiskPercent=1", test.Options.Prefix);
        await test.Broker.RegisterGroupAsync(Topic, Group);
        BrokerFullException? refusal = null;
        await Eventually.Async(async () =>
        {
            try
            {
                await full.Broker.PublishAsync(Topic, new byte[1]);
            }
            catch (BrokerFullException e)
            {
                refusal = e;
            }
            return refusal is not null;
        });
        Assert.Contains("full; nothing is taken from 1 % on", refusal!.Message, StringComparison.Ordinal);
        await test.Broker.PublishAsync(Topic, new byte[1]);
    }

    [Fact]
    public async Task Who_stops_receiving_leaves_what_is_not_handled_to_others()
    {
        await using var test = await server.BrokerAsync();
        await test.Broker.RegisterGroupAsync(Topic, Group);
        for (int i = 0; i < 10; i++)
            await test.Broker.PublishAsync(Topic, Encoding.UTF8.GetBytes(Number(i)));
        await Eventually.Async(async () => (await test.Broker.StatusAsync()).Single().Waiting == 10);
        // More came than was asked for: the rest waits in this process, for ten minutes if it were not given back.
        Assert.Single(await test.Broker.ReceiveAsync(Topic, Group, 10, TimeSpan.FromMinutes(10), TimeSpan.Zero, maxBytes: 1));
        await using var other = await server.BrokerAsync(test.Options.Prefix);
        await other.Broker.RegisterGroupAsync(Topic, Group);
        await test.Broker.DisposeAsync();
        var received = new List<string>();
        await Eventually.Async(async () =>
        {
            received.AddRange(
                (await other.Broker.ReceiveAsync(Topic, Group, 10, TimeSpan.FromMinutes(10), TimeSpan.FromSeconds(1))).Select(m =>
                    Encoding.UTF8.GetString(m.Body.Span)
                )
            );
            return received.Count == 9;
        });
        Assert.Equal(9, received.Distinct().Count());
    }

    private static string Number(int i) => i.ToString(CultureInfo.InvariantCulture);

    private static async Task<IHost> StartAsync(TestBroker test, AttemptsHandler handler, ConsumerOptions options)
    {
        var builder = new HostApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        // The broker as an instance: the container then leaves disposing it to the test.
        builder
            .Services.AddSingleton(TimeProvider.System)
            .AddSingleton<WorkerStates>()
            .AddSingleton<IMessageBroker>(test.Broker)
            .AddSingleton(handler);
        builder.Services.AddConsumer<AttemptsHandler>(Topic, Group, options);
        var host = builder.Build();
        await host.StartAsync();
        return host;
    }

    /// <summary>Notes the highest attempt at which each message came.</summary>
    private sealed class AttemptsHandler(ConcurrentDictionary<string, int> attempts, Func<string, Task> handle) : IMessageHandler
    {
        public ConcurrentQueue<string> Done { get; } = new();

        public async Task HandleAsync(IReadOnlyList<ReceivedMessage> messages, CancellationToken ct)
        {
            foreach (var message in messages)
                attempts[Text(message)] = message.Attempt;
            foreach (var message in messages)
                await handle(Text(message));
            foreach (var message in messages)
                Done.Enqueue(Text(message));
        }

        private static string Text(ReceivedMessage message) => Encoding.UTF8.GetString(message.Body.Span);
    }
}
