namespace CozeLoop.Tracing.Live;

/// <summary>What one watcher has not seen yet: bounded, because a watcher may be slower than what is stored.</summary>
internal sealed class TraceWatch(long workspace, Action<TraceWatch> over) : IDisposable
{
    public const int Capacity = 1_000;

    private readonly HashSet<string> _waiting = [];
    private readonly Lock _lock = new();
    private TaskCompletionSource _arrived = New();
    private int _skipped;

    public long Workspace => workspace;

    /// <summary>Completes when something waits.</summary>
    public Task Arrived
    {
        get
        {
            lock (_lock)
                return _arrived.Task;
        }
    }

    public void Add(IReadOnlyList<string> traceIds)
    {
        lock (_lock)
        {
            foreach (string id in traceIds)
            {
                if (_waiting.Count < Capacity || _waiting.Contains(id))
                    _waiting.Add(id);
                else
                    _skipped++;
            }
            _arrived.TrySetResult();
        }
    }

    /// <summary>Up to <paramref name="max"/> ids, each once however often its trace was stored, and how many had no room since the last
    /// time.</summary>
    public (IReadOnlyList<string> TraceIds, int Skipped) Take(int max)
    {
        lock (_lock)
        {
            string[] taken = [.. _waiting.Take(max)];
            _waiting.ExceptWith(taken);
            if (_waiting.Count == 0 && _arrived.Task.IsCompleted)
                _arrived = New();
            int skipped = _skipped;
            _skipped = 0;
            return (taken, skipped);
        }
    }

    public void Dispose() => over(this);

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
