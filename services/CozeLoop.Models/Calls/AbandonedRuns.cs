using System.Globalization;
using CozeLoop.Platform.Broadcasting;

namespace CozeLoop.Models.Calls;

/// <summary>Runs that were cancelled of late: nothing is bought for them any more, in whichever process.</summary>
internal sealed class AbandonedRuns : IDisposable
{
    // A run that fell out of it is refused by its own service, which knows all of them.
    private const int MostKept = 10_000;
    private const string Channel = "runs-abandoned";

    private readonly Lock _lock = new();
    private readonly HashSet<(long Workspace, string Run)> _kept = [];
    private readonly Queue<(long Workspace, string Run)> _order = new();
    private readonly IBroadcast _broadcast;
    private readonly IDisposable _listening;

    public AbandonedRuns(IBroadcast broadcast)
    {
        _broadcast = broadcast;
        _listening = broadcast.Listen(Channel, Hear);
    }

    /// <summary>Raised on any thread; what hears it must not wait.</summary>
    public event Action<long, string>? Abandoned;

    /// <summary>This process breaks off the run's calls before it returns, others soon.</summary>
    public Task AddAsync(long workspace, string runId) =>
        _broadcast.TellAsync(Channel, string.Create(CultureInfo.InvariantCulture, $"{workspace} {runId}"));

    public bool Holds(long workspace, string? runId)
    {
        lock (_lock)
            return runId is not null && _kept.Contains((workspace, runId));
    }

    public void Dispose() => _listening.Dispose();

    private void Hear(string message)
    {
        int space = message.IndexOf(' ', StringComparison.Ordinal);
        var run = (Workspace: long.Parse(message.AsSpan(0, space), CultureInfo.InvariantCulture), Run: message[(space + 1)..]);
        lock (_lock)
        {
            if (_kept.Add(run))
                _order.Enqueue(run);
            if (_order.Count > MostKept)
                _kept.Remove(_order.Dequeue());
        }
        Abandoned?.Invoke(run.Workspace, run.Run);
    }
}
