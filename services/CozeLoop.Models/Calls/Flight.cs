using CozeLoop.Contracts.Api;

namespace CozeLoop.Models.Calls;

/// <summary>A call in flight and the runs that wait for it. It is broken off when the last of them is cancelled.</summary>
internal sealed class Flight : IDisposable
{
    private readonly Lock _lock = new();
    private readonly List<string?> _askers = [];
    private readonly CancellationTokenSource _ends;
    private readonly Lazy<Task<ModelCallResult>> _call;
    private bool _over;

    public Flight(Func<Flight, Task<ModelCallResult>> call, CancellationToken stopping)
    {
        _ends = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        _call = new Lazy<Task<ModelCallResult>>(() => call(this));
    }

    public CancellationToken Ends => _ends.Token;
    public Task<ModelCallResult> Result => _call.Value;
    public bool IsAbandoned { get; private set; }

    /// <summary>How many it is made for; those who left count, too.</summary>
    public int Waiting
    {
        get
        {
            lock (_lock)
                return _askers.Count;
        }
    }

    /// <param name="runId">Null for who has none, and so cannot be cancelled.</param>
    /// <returns>False where it was broken off already.</returns>
    public bool Join(string? runId)
    {
        lock (_lock)
        {
            if (!IsAbandoned)
                _askers.Add(runId);
            return !IsAbandoned;
        }
    }

    public void Abandon(string runId)
    {
        lock (_lock)
        {
            if (_over || _askers.RemoveAll(asker => asker == runId) == 0 || _askers.Count > 0)
                return;
            IsAbandoned = true;
            // Not by this thread: whoever hears of it must not wait for what is cancelled.
            _ = _ends.CancelAsync();
        }
    }

    public void Dispose()
    {
        lock (_lock)
            _over = true;
        _ends.Dispose();
    }
}
