using System.Collections.Concurrent;
using System.Globalization;
using CozeLoop.Platform.Broadcasting;

namespace CozeLoop.Tracing.Live;

/// <summary>
/// Who stores spans tells who watches them, on whichever replica that is. A watcher says so again and again; a workspace that nobody
/// watches costs its writers a set of ids for each insert. Only trace ids are announced: what a watcher sees is read from the store, by the
/// filter that every list uses.
/// </summary>
internal sealed class LiveTail : IDisposable
{
    /// <summary>A watcher repeats itself within this time; a writer believes it for three of them.</summary>
    public static readonly TimeSpan Reminder = TimeSpan.FromSeconds(10);

    private const string WatchedChannel = "traces-watched",
        StoredChannel = "traces-stored";

    // A message of the broadcast has a few KiB; ids have 32 characters.
    private const int IdsPerMessage = 100;

    private readonly IBroadcast _broadcast;
    private readonly TimeProvider _time;
    private readonly ConcurrentDictionary<long, DateTimeOffset> _watchedUntil = new();
    private readonly ConcurrentDictionary<TraceWatch, bool> _watches = new();
    private readonly IDisposable[] _listening;

    public LiveTail(IBroadcast broadcast, TimeProvider time)
    {
        (_broadcast, _time) = (broadcast, time);
        _listening = [broadcast.Listen(WatchedChannel, HearWatched), broadcast.Listen(StoredChannel, HearStored)];
    }

    public bool IsWatched(long workspace) => _watchedUntil.TryGetValue(workspace, out var until) && _time.GetUtcNow() < until;

    /// <summary>Called after the insert, so that what is announced can be read. Watchers registered before that hear of it; what was stored
    /// earlier they find in the list.</summary>
    public async Task TellAsync(StoredTraces stored)
    {
        foreach (var (workspace, traceIds) in stored.ByWorkspace.Where(traces => IsWatched(traces.Workspace)))
        {
            foreach (string[] ids in traceIds.Chunk(IdsPerMessage))
                await _broadcast.TellAsync(
                    StoredChannel,
                    string.Create(CultureInfo.InvariantCulture, $"{workspace} {string.Join(' ', ids)}")
                );
        }
    }

    /// <summary>Collects what is stored from now on, until it is disposed.</summary>
    public TraceWatch Watch(long workspace)
    {
        var watch = new TraceWatch(workspace, over => _watches.TryRemove(over, out _));
        _watches[watch] = true;
        return watch;
    }

    public Task RemindAsync(long workspace) => _broadcast.TellAsync(WatchedChannel, workspace.ToString(CultureInfo.InvariantCulture));

    public void Dispose()
    {
        foreach (var listening in _listening)
            listening.Dispose();
    }

    private void HearWatched(string message) =>
        _watchedUntil[long.Parse(message, CultureInfo.InvariantCulture)] = _time.GetUtcNow() + 3 * Reminder;

    private void HearStored(string message)
    {
        string[] words = message.Split(' ');
        long workspace = long.Parse(words[0], CultureInfo.InvariantCulture);
        foreach (var (watch, _) in _watches)
        {
            if (watch.Workspace == workspace)
                watch.Add(words[1..]);
        }
    }
}
