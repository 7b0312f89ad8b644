using CozeLoop.Platform.Workers;

namespace CozeLoop.Platform.RocketMq;

/// <summary>The polls under way at one broker. A broker that fails is left alone for a while. Used under the receiver's lock, except for
/// the outcomes.</summary>
internal sealed class BrokerPolls(TimeProvider time)
{
    private readonly Backoff _backoff = new(TimeSpan.FromMilliseconds(200), TimeSpan.FromSeconds(10), Random.Shared);
    private readonly List<Task> _tasks = [];
    private int _failures;
    private long _notBefore = long.MinValue;

    public IReadOnlyList<Task> UnderWay => [.. _tasks];

    public void Fill(int wanted, Func<Task> poll)
    {
        _tasks.RemoveAll(t => t.IsCompleted);
        while (_tasks.Count < wanted && time.GetTimestamp() >= Interlocked.Read(ref _notBefore))
            _tasks.Add(poll());
    }

    public void Succeeded() => Interlocked.Exchange(ref _failures, 0);

    public void Failed()
    {
        var wait = _backoff.After(Interlocked.Increment(ref _failures));
        Interlocked.Exchange(ref _notBefore, time.GetTimestamp() + (long)(wait.TotalSeconds * time.TimestampFrequency));
    }
}
