using CozeLoop.Platform.Workers;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace CozeLoop.Platform.Blobs;

/// <summary>Lets the folder's blobs expire, as a bucket's own rules do there. Every hour: a class is in days.</summary>
internal sealed class FolderExpiry(FolderBlobStore store, WorkerStates states, TimeProvider time, ILogger<FolderExpiry> logger)
    : IHostedService,
        IAsyncDisposable
{
    private static readonly TimeSpan Every = TimeSpan.FromHours(1);

    private WorkerLoop? _loop;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _loop = new WorkerLoop("blob expiry", RunAsync, states, time, logger);
        _loop.Start();
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => _loop?.StopAsync(TimeSpan.Zero, cancellationToken) ?? Task.CompletedTask;

    public ValueTask DisposeAsync() => _loop?.DisposeAsync() ?? ValueTask.CompletedTask;

    private async Task RunAsync(WorkerRound round)
    {
        int deleted = await Task.Run(() => store.Expire(round.Stopping), round.Stopping);
        if (deleted > 0)
            logger.LogInformation("{Count} blobs were older than their class allows and are gone", deleted);
        await Task.Delay(Every, time, round.Stopping);
    }
}
