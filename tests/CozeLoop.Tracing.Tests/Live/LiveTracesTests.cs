using System.Net.ServerSentEvents;
using CozeLoop.Contracts.Api;
using CozeLoop.Contracts.Messages;
using CozeLoop.Contracts.Otlp;
using CozeLoop.Platform.Messaging;
using CozeLoop.Testing;
using CozeLoop.Tracing.Live;
using CozeLoop.Tracing.LongFields;
using CozeLoop.Tracing.Spans;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace CozeLoop.Tracing.Tests.Live;

/// <summary>What a watcher is told while spans are stored in the engine.</summary>
public sealed class LiveTracesTests : IDisposable
{
    private readonly TraceStore _store;
    private readonly long _workspace;
    private readonly FakeTimeProvider _time = new();
    private readonly Host _host = new();
    private readonly LiveTail _tail;
    private readonly LiveTraces _live;

    public LiveTracesTests(TraceStore store)
    {
        (_store, _workspace, _tail) = (store, store.NextWorkspace(), new LiveTail(new SharedBroadcast(), _time));
        _live = new LiveTraces(_tail, store.List, _time, _host);
    }

    public void Dispose()
    {
        _tail.Dispose();
        _host.Dispose();
    }

    [Fact]
    public async Task A_trace_is_told_when_it_is_stored_and_again_when_it_grows()
    {
        await using var events = await FollowAsync();
        await StoreAsync("a", "1");
        var item = Assert.Single((await NextAsync(events)).Items);
        Assert.Equal((TraceId("a"), 1), (item.TraceId, item.SpanCount));

        await StoreAsync("a", "2");
        Assert.Equal(2, Assert.Single((await NextAsync(events)).Items).SpanCount);
    }

    [Fact]
    public async Task What_the_query_does_not_find_is_not_told()
    {
        await using var events = await FollowAsync("name:wanted");
        await StoreAsync("a", "1", "other");
        await StoreAsync("b", "1", "wanted");
        Assert.Equal([TraceId("b")], (await NextAsync(events)).Items.Select(t => t.TraceId));
    }

    [Fact]
    public async Task Where_nothing_happens_that_is_told_too()
    {
        await using var events = await FollowAsync();
        var before = _time.GetUtcNow();
        Assert.Empty((await NextAsync(events)).Items);
        Assert.InRange(_time.GetUtcNow() - before, LiveTail.Reminder - LiveTraces.Pause, LiveTail.Reminder + LiveTraces.Pause);
    }

    [Fact]
    public async Task It_ends_with_the_process()
    {
        await using var events = await FollowAsync();
        var next = events.MoveNextAsync().AsTask();
        _host.StopApplication();
        Assert.False(await next);
    }

    /// <summary>After the first event, which has nothing in it.</summary>
    private async Task<IAsyncEnumerator<SseItem<TraceTail>>> FollowAsync(string? q = null)
    {
        var events = _live.FollowAsync(TraceStore.Day(_workspace, q), default).GetAsyncEnumerator();
        Assert.Empty((await NextAsync(events)).Items);
        return events;
    }

    private async Task<TraceTail> NextAsync(IAsyncEnumerator<SseItem<TraceTail>> events)
    {
        var next = events.MoveNextAsync().AsTask();
        await Eventually.Async(() =>
        {
            if (!next.IsCompleted)
                _time.Advance(LiveTraces.Pause);
            return next.IsCompleted;
        });
        Assert.True(await next);
        return events.Current.Data;
    }

    private async Task StoreAsync(string trace, string span, string name = "chat")
    {
        var writer = new OtlpSpanWriter(new Dictionary<string, object?>(), "test");
        writer.Add(
            new OtlpSpan(TraceId(trace), span.PadLeft(16, '0'), null, name, TraceStore.Midnight, TraceStore.Midnight + TraceStore.Second)
        );
        var message = new ReceivedMessage(
            Guid.NewGuid().ToString(),
            Topics.Spans,
            SpanWriter.Group,
            new SpanBatch(_workspace, TraceStore.Midnight, "otlp", writer.ToArray()).Encode(),
            1,
            ""
        );
        await _store.WriterTo(_store.Blobs, new LongFieldOptions(), _tail).HandleAsync([message], default);
    }

    private static string TraceId(string digit) => digit.PadLeft(32, '0');

    private sealed class Host : IHostApplicationLifetime, IDisposable
    {
        private readonly CancellationTokenSource _stopping = new();

        public CancellationToken ApplicationStarted => default;
        public CancellationToken ApplicationStopping => _stopping.Token;
        public CancellationToken ApplicationStopped => default;

        public void StopApplication() => _stopping.Cancel();

        public void Dispose() => _stopping.Dispose();
    }
}
