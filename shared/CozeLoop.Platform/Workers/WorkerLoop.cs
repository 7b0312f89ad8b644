using CozeLoop.Platform.Messaging;
using Microsoft.Extensions.Logging;

namespace CozeLoop.Platform.Workers;

/// <summary>
/// Repeats a round of work for as long as the process lives and knows nothing of what it does: heartbeat, fault state, backoff after
/// a failure, and a stop that lets the round under way finish within a bound.
/// </summary>
/// <param name="round">One round; one that waits for work awaits <see cref="WorkerRound.Stopping"/> with it.</param>
public sealed class WorkerLoop(string name, Func<WorkerRound, Task> round, WorkerStates states, TimeProvider time, ILogger logger)
    : IAsyncDisposable
{
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(5);

    private readonly CancellationTokenSource _stopping = new(),
        _aborting = new();
    private readonly Backoff _backoff = new(TimeSpan.FromMilliseconds(100), TimeSpan.FromSeconds(15), Random.Shared);
    private bool _disposed;
    private Task _running = Task.CompletedTask;

    public void Start() => _running = Task.Run(RunAsync);

    /// <summary>
    /// Starts no new round and waits for the one under way; it is cancelled after <paramref name="drain"/>, or when <paramref name="ct"/>
    /// says that there is no time left, and left behind if it does not respond to that.
    /// </summary>
    public async Task StopAsync(TimeSpan drain, CancellationToken ct = default)
    {
        await _stopping.CancelAsync();
        _aborting.CancelAfter(drain);
        await using var hurry = ct.UnsafeRegister(static aborting => ((CancellationTokenSource)aborting!).Cancel(), _aborting);
        await _running.WaitAsync(drain + Grace, time, CancellationToken.None).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!_running.IsCompleted)
            logger.LogWarning("{Worker} did not heed its cancellation and was left behind", name);
        states.Remove(name);
    }

    public async ValueTask DisposeAsync()
    {
        if (_disposed)
            return;
        _disposed = true;
        await StopAsync(TimeSpan.Zero);
        _stopping.Dispose();
        _aborting.Dispose();
    }

    private async Task RunAsync()
    {
        var tokens = new WorkerRound(why => Report(why, faulted: false), _stopping.Token, _aborting.Token);
        Report(null, faulted: false);
        for (int failures = 0; !_stopping.IsCancellationRequested; )
        {
            try
            {
                await round(tokens);
                failures = 0;
                Report(null, faulted: false);
            }
            catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
            {
                return;
            }
            catch (StoreUnavailableException e)
            {
                // A store that is away or full is not a fault of this worker: it goes on by itself, and the store says what is wrong.
                var wait = _backoff.After(++failures);
                logger.LogWarning("{Worker} waits {Wait} for a store: {Why}", name, wait, e.Message);
                Report(e.Message, faulted: false);
                await Task.Delay(wait, time, _stopping.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
            catch (Exception e)
            {
                var wait = _backoff.After(++failures);
                logger.LogError(e, "{Worker} failed {Failures} times in a row and tries again in {Wait}", name, failures, wait);
                Report(e.Message, faulted: true);
                await Task.Delay(wait, time, _stopping.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private void Report(string? error, bool faulted) => states.Set(new WorkerState(name, faulted, error, time.GetUtcNow()));
}

/// <param name="Report">Says in the middle of a round what it waits for (or, with null, that it goes on); that is not a fault.</param>
/// <param name="Stopping">Cancelled when the process stops: take no new work.</param>
/// <param name="Aborting">Cancelled when the time to drain is over: give up the work under way.</param>
public sealed record WorkerRound(Action<string?> Report, CancellationToken Stopping, CancellationToken Aborting);
