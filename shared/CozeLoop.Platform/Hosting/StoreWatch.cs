using CozeLoop.Platform.ClickHouse;
using CozeLoop.Platform.Messaging;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace CozeLoop.Platform.Hosting;

/// <summary>Checks whether a server answers, at the start and then again and again: <c>/health/ready</c> names it when it does
/// not.</summary>
/// <param name="store">Its name there.</param>
internal abstract class StoreWatch(string store, TimeSpan every, StoreStates states, TimeProvider time, ILogger logger) : BackgroundService
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);

    internal async Task LookAsync(CancellationToken ct)
    {
        using var late = new CancellationTokenSource(Limit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, ct);
        try
        {
            await AskAsync(either.Token);
            states.Report(store, null);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            states.Report(store, $"{store} has not answered within {Limit.TotalSeconds:0} s.");
        }
        catch (Exception e) when (e is StoreUnavailableException or ClickHouseException)
        {
            logger.LogWarning("{Store} cannot be used: {Why}", store, e.Message);
            states.Report(store, e.Message);
        }
    }

    /// <exception cref="StoreUnavailableException">It does not answer.</exception>
    /// <exception cref="ClickHouseException">It answers with an error.</exception>
    protected abstract Task AskAsync(CancellationToken ct);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(every, time);
        do
        {
            await LookAsync(stoppingToken);
        } while (await timer.WaitForNextTickAsync(stoppingToken));
    }
}
