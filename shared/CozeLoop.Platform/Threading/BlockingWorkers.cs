using System.Threading.Channels;

namespace CozeLoop.Platform.Threading;

/// <summary>
/// Threads that each own a connection and run blocking calls on it, first come first served. What blocks or computes for long must stay
/// off the thread pool: a few slow calls there would stop every request of the process.
/// </summary>
public sealed class BlockingWorkers<TConnection> : IAsyncDisposable
    where TConnection : class, IDisposable
{
    private readonly Channel<Call> _calls;
    private readonly Func<TConnection> _open;
    private readonly Task _ended;

    /// <param name="open">Runs on the thread that the connection is for, before its first call.</param>
    /// <param name="waiting">How many calls may wait for a thread.</param>
    public BlockingWorkers(string name, int threads, Func<TConnection> open, int waiting = 1024)
    {
        _open = open;
        _calls = Channel.CreateBounded<Call>(waiting);
        _ended = Task.WhenAll(Enumerable.Range(0, threads).Select(i => Start($"{name}-{i}")));
    }

    /// <summary>
    /// Runs <paramref name="work"/> on one of the threads, and waits where too many wait already. A call that waits is dropped when
    /// <paramref name="ct"/> is cancelled; one that runs must watch the token itself.
    /// </summary>
    /// <exception cref="ObjectDisposedException">The workers have been disposed.</exception>
    public async Task<TResult> RunAsync<TResult>(Func<TConnection, TResult> work, CancellationToken ct)
    {
        var call = new Call<TResult>(work, ct);
        await _calls.EnqueueAsync(call, ct);
        return await call.Task;
    }

    /// <summary>As <see cref="RunAsync"/>, but null, at once, where as many wait as may.</summary>
    public Task<TResult>? TryRun<TResult>(Func<TConnection, TResult> work, CancellationToken ct)
    {
        var call = new Call<TResult>(work, ct);
        return _calls.Writer.TryWrite(call) ? call.Task : null;
    }

    /// <summary>Finishes what was asked for, then closes the connections.</summary>
    public async ValueTask DisposeAsync()
    {
        _calls.Writer.TryComplete();
        await _ended;
    }

    private Task Start(string name)
    {
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        new Thread(() => Loop(ended)) { Name = name, IsBackground = true }.Start();
        return ended.Task;
    }

    private void Loop(TaskCompletionSource ended)
    {
        TConnection? connection = null;
        try
        {
            while (_calls.Reader.WaitOnThisThread())
            {
                if (_calls.Reader.TryRead(out var call))
                    call.Run(() => connection ??= _open());
            }
            connection?.Dispose();
            ended.SetResult();
        }
        catch (Exception e)
        {
            ended.SetException(e);
        }
    }

    private abstract class Call
    {
        public abstract void Run(Func<TConnection> connection);
    }

    private sealed class Call<TResult>(Func<TConnection, TResult> work, CancellationToken ct) : Call
    {
        private readonly TaskCompletionSource<TResult> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task<TResult> Task => _done.Task;

        public override void Run(Func<TConnection> connection)
        {
            if (ct.IsCancellationRequested)
            {
                _done.SetCanceled(ct);
                return;
            }
            try
            {
                _done.SetResult(work(connection()));
            }
            catch (OperationCanceledException e) when (e.CancellationToken == ct)
            {
                _done.SetCanceled(ct);
            }
            catch (Exception e)
            {
                _done.SetException(e);
            }
        }
    }
}
