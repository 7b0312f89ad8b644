using CozeLoop.Platform.Hosting;
using CozeLoop.Platform.Messaging;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace CozeLoop.Platform.ClickHouse.Server;

/// <summary>Looks whether the server answers: <c>/health/ready</c> names it when it does not.</summary>
internal sealed class ServerWatch(ClickHouseStore store, StoreStates states, TimeProvider time, ILogger<ServerWatch> logger) : BackgroundService
{
    private const string Part = "clickhouse";
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(5), Limit = TimeSpan.FromSeconds(10);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, time);
        do
        {
            await LookAsync(stoppingToken);
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    internal async Task LookAsync(CancellationToken ct)
    {
        using var late = new CancellationTokenSource(Limit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, ct);
        try
        {
            await store.QueryRawAsync("SELECT 1", "Null", ct: either.Token);
            states.Report(Part, null);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            states.Report(Part, $"ClickHouse has not answered within {Limit.TotalSeconds:0} s.");
        }
        catch (Exception e) when (e is StoreUnavailableException or ClickHouseException)
        {
            logger.LogWarning("The trace store cannot be used: {Why}", e.Message);
            states.Report(Part, e.Message);
        }
    }
}
