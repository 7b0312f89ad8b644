using CozeLoop.Platform.Hosting;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace CozeLoop.Platform.Disk;

/// <summary>
/// Checks whether a disk that failed a store can be written again: the one that met the failure may never write again, and so could not
/// tell.
/// </summary>
internal sealed class DataDiskWatch(DataFolder folder, TimeProvider time, ILogger<DataDiskWatch> logger) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(2);
    private bool _short;

    internal void Look()
    {
        string? shortage = folder.Disk.Troubles.FirstOrDefault(t => t.Name == DataDisk.Name)?.Trouble;
        if (shortage is not null && !_short)
            logger.LogWarning("{Shortage} Nothing new is taken until there is room.", shortage);
        if (shortage is null && _short)
            logger.LogInformation("The data folder's disk has room again");
        _short = shortage is not null;
        if (!folder.Disk.HasTroubles)
            return;
        try
        {
            folder.Disk.Probe();
            logger.LogInformation("The data folder can be written again");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            logger.LogDebug(e, "The data folder cannot be written yet");
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
                await Task.Run(Look, stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // A host that is disposed without a stop takes any exception for a fault.
            return;
        }
    }
}
