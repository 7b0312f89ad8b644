namespace CozeLoop.Platform.Threading;

/// <summary>Wakes everyone who waits at that moment, as <see cref="Monitor.PulseAll"/> does for threads. Take <see cref="Next"/> before
/// looking for work: a signal in between is then not missed.</summary>
internal sealed class AsyncSignal
{
    private TaskCompletionSource _next = New();

    public Task Next => Volatile.Read(ref _next).Task;

    public void Set() => Interlocked.Exchange(ref _next, New()).SetResult();

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
