using System.Collections.Concurrent;
using System.Threading.Channels;
using CozeLoop.Platform.Workers;

namespace CozeLoop.Evaluation.Judging.Lanes;

/// <summary>
/// Makes judgements, each judge's in a lane of its own: as many at once as the lane has seats, none while it is open. A judge that is
/// slow or away holds up nobody else's.
/// </summary>
internal sealed class JudgeLanes(
    Judgements judgements,
    JudgementMaker maker,
    JudgeWaits waits,
    EvaluationOptions options,
    TimeProvider time,
    WorkerStates workers,
    ILogger<JudgeLanes> log
) : IHostedLifecycleService, IAsyncDisposable
{
    // Over all lanes of this process: each holds a subject in memory.
    private const int MostAtOnce = 256;

    private readonly ConcurrentDictionary<JudgementId, Task> _underWay = new();
    private readonly Channel<string> _wakes = Channel.CreateUnbounded<string>(new UnboundedChannelOptions { SingleReader = true });
    private readonly CancellationTokenSource _stopping = new();
    private readonly HashSet<string> _woken = [];
    private long _renewed;
    private WorkerLoop? _taking,
        _keeping;

    /// <summary>Something is to be judged in the lane, or a seat of it is free.</summary>
    public void Wake(string lane)
    {
        lock (_woken)
        {
            if (_woken.Add(lane))
                _wakes.Writer.TryWrite(lane);
        }
    }

    // Judges are called through other services: not before they serve, and not after they have stopped.
    public Task StartedAsync(CancellationToken cancellationToken)
    {
        _taking = new WorkerLoop("judges", TakeRoundAsync, workers, time, log);
        _keeping = new WorkerLoop("judges that wait", KeepRoundAsync, workers, time, log);
        _taking.Start();
        _keeping.Start();
        return Task.CompletedTask;
    }

    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        if (_taking is null || _keeping is null)
            return;
        await _taking.StopAsync(TimeSpan.Zero, cancellationToken);
        await _keeping.StopAsync(TimeSpan.Zero, cancellationToken);
        await _stopping.CancelAsync();
        // Each gives its judgement back.
        await Task.WhenAll(_underWay.Values);
    }

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        if (_taking is null || _keeping is null)
            return;
        await StoppingAsync(CancellationToken.None);
        await _taking.DisposeAsync();
        await _keeping.DisposeAsync();
        (_taking, _keeping) = (null, null);
        _stopping.Dispose();
    }

    private async Task TakeRoundAsync(WorkerRound round)
    {
        string lane = await _wakes.Reader.ReadAsync(round.Stopping);
        lock (_woken)
            _woken.Remove(lane);
        int room = MostAtOnce - _underWay.Count;
        if (room <= 0)
            return;
        var taken = await judgements.TakeAsync(lane, room, row => _underWay.ContainsKey(row.Id), round.Stopping);
        foreach (var row in taken)
        {
            // It takes itself out of those under way, so it must not be over before it is among them.
            var entered = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _underWay[row.Id] = MakeAsync(row, entered.Task);
            entered.SetResult();
        }
    }

    private async Task MakeAsync(JudgementRow row, Task entered)
    {
        await entered;
        try
        {
            await maker.MakeAsync(row, _stopping.Token);
        }
        catch (Exception e)
        {
            // Its lease runs out, and it is taken again: what failed here is the store of it.
            log.LogWarning(e, "What the judge {Key} said of an answer of run {Run} could not be kept", row.Key, row.RunId);
        }
        finally
        {
            _underWay.TryRemove(row.Id, out _);
            Wake(row.Lane);
        }
    }

    /// <summary>What no wake tells of: leases, pauses that are over, patience that ends, and what to tell of those that wait.</summary>
    private async Task KeepRoundAsync(WorkerRound round)
    {
        await Task.Delay(options.Look, time, round.Stopping);
        await RenewAsync(round.Aborting);
        foreach (var (row, faults) in await judgements.LapsedAsync(round.Aborting))
            await maker.LapseAsync(row, faults, round.Aborting);
        await waits.TellAsync(round.Aborting);
        foreach (string lane in await judgements.ReadyLanesAsync(round.Aborting))
            Wake(lane);
    }

    private async Task RenewAsync(CancellationToken ct)
    {
        if (_underWay.IsEmpty || time.GetElapsedTime(_renewed) < options.Lease / 3)
            return;
        _renewed = time.GetTimestamp();
        await judgements.RenewAsync([.. _underWay.Keys], ct);
    }
}
