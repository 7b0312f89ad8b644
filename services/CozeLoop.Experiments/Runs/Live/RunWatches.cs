using System.Collections.Concurrent;
using System.Threading.Channels;
using CozeLoop.Platform.Broadcasting;

namespace CozeLoop.Experiments.Runs.Live;

/// <summary>Whoever follows runs on this replica, woken by what <see cref="TellWatchers"/> tells.</summary>
internal sealed class RunWatches : IDisposable
{
    private readonly ConcurrentDictionary<RunWatch, bool> _watches = new();
    private readonly IDisposable _listening;

    public RunWatches(IBroadcast broadcast) => _listening = broadcast.Listen(TellWatchers.Channel, Hear);

    /// <summary>Wakes from now on, until it is disposed.</summary>
    public RunWatch Watch(string runId)
    {
        var watch = new RunWatch(runId, over => _watches.TryRemove(over, out _));
        _watches[watch] = true;
        return watch;
    }

    public void Dispose() => _listening.Dispose();

    private void Hear(string runId)
    {
        foreach (var (watch, _) in _watches)
        {
            if (watch.RunId == runId)
                watch.Wake();
        }
    }
}

internal sealed class RunWatch(string runId, Action<RunWatch> over) : IDisposable
{
    // However often a run changes before its watcher looks again, one look shows it all.
    private readonly Channel<bool> _wakes = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite }
    );

    public string RunId => runId;

    /// <summary>Completes when the run changed since the last look, after <paramref name="atLatest"/>, or when it is cancelled.</summary>
    public async Task ChangedAsync(TimeSpan atLatest, TimeProvider time, CancellationToken ct)
    {
        using var late = new CancellationTokenSource(atLatest, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(ct, late.Token);
        Task woken = _wakes.Reader.WaitToReadAsync(either.Token).AsTask();
        await woken.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _wakes.Reader.TryRead(out _);
    }

    public void Wake() => _wakes.Writer.TryWrite(true);

    public void Dispose() => over(this);
}
