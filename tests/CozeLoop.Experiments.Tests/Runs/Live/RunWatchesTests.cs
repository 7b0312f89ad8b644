using CozeLoop.Experiments.Runs;
using CozeLoop.Experiments.Runs.Live;
using CozeLoop.Platform.Broadcasting;
using CozeLoop.Platform.Events;
using CozeLoop.Platform.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace CozeLoop.Experiments.Tests.Runs.Live;

public sealed class RunWatchesTests : IDisposable
{
    private static readonly TimeSpan Reminder = TimeSpan.FromSeconds(5);

    private readonly FakeTimeProvider _time = new();
    private readonly IBroadcast _broadcast = new ServiceCollection()
        .AddLogging()
        .AddStores(new ConfigurationBuilder().Build())
        .BuildServiceProvider()
        .GetRequiredService<IBroadcast>();
    private readonly RunWatches _watches;

    public RunWatchesTests() => _watches = new RunWatches(_broadcast);

    public void Dispose() => _watches.Dispose();

    [Fact]
    public async Task A_change_wakes_who_follows_that_run_and_nobody_else()
    {
        using var followed = _watches.Watch("followed");
        using var other = _watches.Watch("other");
        var (woken, still) = (Changed(followed), Changed(other));
        await TellAsync("followed");
        await woken;
        Assert.False(still.IsCompleted);
    }

    [Fact]
    public async Task Changes_between_two_looks_are_one_look()
    {
        using var watch = _watches.Watch("run");
        await TellAsync("run");
        await TellAsync("run");
        await Changed(watch);
        Assert.False(Changed(watch).IsCompleted);
    }

    [Fact]
    public async Task Whoever_hears_nothing_looks_again_all_the_same()
    {
        using var watch = _watches.Watch("run");
        var woken = Changed(watch);
        _time.Advance(Reminder);
        await woken;
    }

    [Fact]
    public async Task One_that_is_over_is_not_kept()
    {
        var watch = _watches.Watch("run");
        watch.Dispose();
        await TellAsync("run");
        Assert.False(Changed(watch).IsCompleted);
    }

    private Task Changed(RunWatch watch) => watch.ChangedAsync(Reminder, _time, TestContext.Current.CancellationToken);

    private Task TellAsync(string runId) =>
        new TellWatchers(_broadcast).Handle(new Committed(new RunProgressed(7, runId)), TestContext.Current.CancellationToken).AsTask();
}
