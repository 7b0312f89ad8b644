using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using CozeLoop.Contracts.Api;
using CozeLoop.Tracing.Search;
using CozeLoop.Tracing.Traces;

namespace CozeLoop.Tracing.Live;

/// <summary>Follows what a search finds while it is being recorded.</summary>
internal sealed class LiveTraces(LiveTail tail, TraceList list, TimeProvider time, IHostApplicationLifetime host)
{
    private const int TracesPerEvent = 100;

    /// <summary>What arrives within it is one look into the store and one change of a page.</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);

    /// <summary>
    /// Traces as soon as spans of them are stored, again whenever they grow. The first event comes when every writer has heard of the
    /// watcher: what was stored before it is in the list, what is stored
    /// after it is told. Then one every ten seconds at least, if with nothing in it, so that proxies keep the connection. It ends when this
    /// process does: a watcher connects again.
    /// </summary>
    public async IAsyncEnumerable<SseItem<TraceTail>> FollowAsync(SearchScope scope, [EnumeratorCancellation] CancellationToken ct)
    {
        using var ends = CancellationTokenSource.CreateLinkedTokenSource(ct, host.ApplicationStopping);
        using var watch = tail.Watch(scope.WorkspaceId);
        for (bool isFirst = true; ; isFirst = false)
        {
            await tail.RemindAsync(scope.WorkspaceId);
            await Task.Delay(Pause, time, ends.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (!isFirst)
                await watch
                    .Arrived.WaitAsync(LiveTail.Reminder - Pause, time, ends.Token)
                    .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (ends.IsCancellationRequested)
                yield break;
            var (traceIds, skipped) = watch.Take(TracesPerEvent);
            yield return new SseItem<TraceTail>(
                new TraceTail(traceIds.Count == 0 ? [] : await list.ReadAsync(scope, traceIds, ct), skipped),
                "traces"
            );
        }
    }
}
