using System.Text;
using CozeLoop.Platform.Messaging;
using CozeLoop.Testing.Stores;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace CozeLoop.Platform.Tests.Messaging;

public sealed class ConsumerTests : IAsyncDisposable
{
    private readonly TestStores _stores = new();

    public ValueTask DisposeAsync() => _stores.DisposeAsync();

    [Fact]
    public async Task A_registered_handler_gets_what_is_published_before_and_after_the_start()
    {
        var handler = new RecordingHandler();
        using var host = Host(handler, new ConsumerOptions { BatchSize = 4, Concurrency = 3 });
        await _stores.Broker.RegisterGroupAsync("topic", "group");
        await PublishAsync(0, 20);
        await host.StartAsync();
        await PublishAsync(20, 40);
        await CozeLoop.Testing.Eventually.Async(() => handler.Calls.Sum(c => c.Count) == 40);
        await host.StopAsync();
        Assert.Equal(40, handler.Handled.Count);
        Assert.All(handler.Calls, call => Assert.InRange(call.Count, 1, 4));
        Assert.Equal((0L, 0L), (await _stores.Broker.StatusAsync()).Select(s => (s.Waiting, s.InFlight)).Single());
    }

    [Fact]
    public async Task Messages_that_come_one_by_one_reach_every_loop_that_is_free()
    {
        const int Loops = 8;
        var all = new TaskCompletionSource();
        int working = 0;
        var handler = new RecordingHandler(
            (_, ct) =>
            {
                if (Interlocked.Increment(ref working) >= Loops)
                    all.TrySetResult();
                return all.Task.WaitAsync(ct);
            }
        );
        using var host = Host(handler, new ConsumerOptions { Concurrency = Loops });
        await host.StartAsync();
        await PublishAsync(0, 3 * Loops);
        await CozeLoop.Testing.Eventually.Async(() => handler.Handled.Count == 3 * Loops);
        await host.StopAsync();
        Assert.All(handler.Calls, call => Assert.Single(call));
        Assert.Equal((0L, 0L), (await _stores.Broker.StatusAsync()).Select(s => (s.Waiting, s.InFlight)).Single());
    }

    [Fact]
    public async Task What_trickles_in_within_the_linger_is_handled_together()
    {
        var handler = new RecordingHandler();
        using var host = Host(handler, new ConsumerOptions { BatchSize = 100, Linger = TimeSpan.FromSeconds(1) });
        await host.StartAsync();
        await PublishAsync(0, 1);
        await CozeLoop.Testing.Eventually.Async(() => handler.Handled.Count == 1);
        await PublishAsync(1, 6);
        await CozeLoop.Testing.Eventually.Async(() =>
        {
            _stores.Time.Advance(TimeSpan.FromMilliseconds(500));
            return handler.Handled.Count == 6;
        });
        await host.StopAsync();
        Assert.Equal([1, 5], handler.Calls.Select(c => c.Count));
    }

    [Fact]
    public async Task A_stop_lets_the_call_under_way_finish_and_takes_nothing_new()
    {
        var release = new TaskCompletionSource();
        var working = new TaskCompletionSource();
        var handler = new RecordingHandler(
            (_, _) =>
            {
                working.TrySetResult();
                return release.Task;
            }
        );
        using var host = Host(handler, new ConsumerOptions());
        await host.StartAsync();
        await PublishAsync(0, 2);
        await working.Task;
        var stopping = host.StopAsync();
        release.SetResult();
        await stopping;
        Assert.Equal(["0"], handler.Handled);
        Assert.Equal((1L, 0L), (await _stores.Broker.StatusAsync()).Select(s => (s.Waiting, s.InFlight)).Single());
    }

    [Fact]
    public async Task A_call_that_outlives_the_drain_is_cancelled_and_its_message_given_back()
    {
        var working = new TaskCompletionSource();
        var handler = new RecordingHandler(
            (_, ct) =>
            {
                working.TrySetResult();
                return Task.Delay(Timeout.Infinite, ct);
            }
        );
        using var host = Host(handler, new ConsumerOptions { Drain = TimeSpan.Zero });
        await host.StartAsync();
        await PublishAsync(0, 1);
        await working.Task;
        await host.StopAsync();
        Assert.Equal(
            1,
            Assert.Single(await _stores.Broker.ReceiveAsync("topic", "group", 10, TimeSpan.FromMinutes(1), TimeSpan.Zero)).Attempt
        );
    }

    [Fact]
    public async Task A_host_that_has_no_time_left_cuts_the_drain_short()
    {
        var working = new TaskCompletionSource();
        var handler = new RecordingHandler(
            (_, ct) =>
            {
                working.TrySetResult();
                return Task.Delay(Timeout.Infinite, ct);
            }
        );
        using var host = Host(handler, new ConsumerOptions { Drain = TimeSpan.FromDays(1) });
        await host.StartAsync();
        await PublishAsync(0, 1);
        await working.Task;
        using var noTime = new CancellationTokenSource();
        var stopping = host.StopAsync(noTime.Token);
        await noTime.CancelAsync();
        await stopping.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        Assert.Equal(
            1,
            Assert.Single(await _stores.Broker.ReceiveAsync("topic", "group", 10, TimeSpan.FromMinutes(1), TimeSpan.Zero)).Attempt
        );
    }

    [Fact]
    public async Task An_outage_shows_in_the_workers_state_until_it_is_over()
    {
        bool away = true;
        var handler = new RecordingHandler(
            (_, _) => Volatile.Read(ref away) ? throw new StoreUnavailableException("the store") : Task.CompletedTask
        );
        using var host = Host(handler, new ConsumerOptions());
        await host.StartAsync();
        Assert.DoesNotContain(_stores.Workers.All, w => w.Faulted);
        await PublishAsync(0, 1);
        await CozeLoop.Testing.Eventually.Async(() =>
            _stores.Workers.All.Any(w => w is { Name: "group on topic", LastError: "the store is unavailable." })
        );
        Volatile.Write(ref away, false);
        await CozeLoop.Testing.Eventually.Async(() =>
        {
            _stores.Time.Advance(TimeSpan.FromSeconds(10));
            return _stores.Workers.All.All(w => w.LastError is null);
        });
        await host.StopAsync();
        Assert.Empty(_stores.Workers.All);
    }

    private async Task PublishAsync(int from, int to)
    {
        for (int i = from; i < to; i++)
            await _stores.Broker.PublishAsync("topic", Encoding.UTF8.GetBytes($"{i}"));
    }

    private IHost Host(RecordingHandler handler, ConsumerOptions options)
    {
        var builder = new HostApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        // As instances: the container then leaves disposing them to the test.
        builder
            .Services.AddSingleton<TimeProvider>(_stores.Time)
            .AddSingleton(_stores.Workers)
            .AddSingleton<IMessageBroker>(_stores.Broker)
            .AddSingleton(handler);
        builder.Services.AddConsumer<RecordingHandler>("topic", "group", options);
        return builder.Build();
    }
}
