using CozeLoop.Tracing.Live;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace CozeLoop.Tracing.Tests.Live;

/// <summary>A replica that stores and one that someone watches on.</summary>
public sealed class LiveTailTests : IDisposable
{
    private const long Workspace = 1,
        Other = 2;

    private readonly SharedBroadcast _broadcast = new();
    private readonly FakeTimeProvider _time = new();
    private readonly LiveTail _storing,
        _watching;

    public LiveTailTests() => (_storing, _watching) = (new LiveTail(_broadcast, _time), new LiveTail(_broadcast, _time));

    public void Dispose()
    {
        _storing.Dispose();
        _watching.Dispose();
    }

    [Fact]
    public async Task Where_nobody_watches_nothing_is_told()
    {
        using var watch = _watching.Watch(Workspace);
        await _watching.RemindAsync(Workspace);
        await StoreAsync(Other, "a");
        Assert.DoesNotContain(_broadcast.Told, told => told.Channel == "traces-stored");
        Assert.False(watch.Arrived.IsCompleted);
    }

    [Fact]
    public async Task A_watcher_on_another_replica_hears_of_each_trace_once_however_often_it_was_stored()
    {
        using var watch = _watching.Watch(Workspace);
        await _watching.RemindAsync(Workspace);
        await StoreAsync(Workspace, "a", "b", "a");
        await StoreAsync(Workspace, "b");
        Assert.True(watch.Arrived.IsCompletedSuccessfully);
        Assert.Equal(["a", "b"], watch.Take(10).TraceIds.Order());
        Assert.False(watch.Arrived.IsCompleted);

        await StoreAsync(Workspace, "a");
        Assert.Equal(["a"], watch.Take(10).TraceIds);
    }

    [Fact]
    public async Task A_watcher_that_is_not_heard_of_for_thirty_seconds_is_gone()
    {
        await _watching.RemindAsync(Workspace);
        _time.Advance(TimeSpan.FromSeconds(29.9));
        Assert.True(_storing.IsWatched(Workspace));
        _time.Advance(TimeSpan.FromSeconds(0.1));
        Assert.False(_storing.IsWatched(Workspace));
    }

    [Fact]
    public async Task What_is_too_much_for_a_watcher_is_counted()
    {
        using var watch = _watching.Watch(Workspace);
        await _watching.RemindAsync(Workspace);
        await StoreAsync(Workspace, [.. Enumerable.Range(0, TraceWatch.Capacity + 7).Select(i => $"t{i}")]);
        var (first, skipped) = watch.Take(100);
        Assert.Equal((100, 7), (first.Count, skipped));
        var (rest, more) = watch.Take(TraceWatch.Capacity);
        Assert.Equal((TraceWatch.Capacity - 100, 0), (rest.Count, more));
        Assert.All(_broadcast.Told, told => Assert.InRange(told.Message.Length, 1, 4096));
    }

    [Fact]
    public async Task Who_watches_before_an_insert_ends_is_told_of_it()
    {
        using var watch = _watching.Watch(Workspace);
        var stored = new StoredTraces();
        stored.Add([TraceStore.Span(Workspace, "a", "s")]);
        await _watching.RemindAsync(Workspace);
        await _storing.TellAsync(stored);
        Assert.Equal(["a"], watch.Take(10).TraceIds);
    }

    [Fact]
    public async Task A_watcher_that_went_hears_nothing_more()
    {
        await _watching.RemindAsync(Workspace);
        var watch = _watching.Watch(Workspace);
        watch.Dispose();
        await StoreAsync(Workspace, "a");
        Assert.Empty(watch.Take(10).TraceIds);
    }

    private async Task StoreAsync(long workspace, params string[] traces)
    {
        var stored = new StoredTraces();
        stored.Add([.. traces.Select(trace => TraceStore.Span(workspace, trace, "s"))]);
        await _storing.TellAsync(stored);
    }
}
