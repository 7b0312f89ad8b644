using CozeLoop.Platform.Hosting;
using CozeLoop.Platform.Messaging;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace CozeLoop.Platform.Blobs.S3;

/// <summary>Makes the bucket and its rules at the start, or as soon as the server is there, and keeps looking whether it answers: <c>/health/ready</c> names it when it does not.</summary>
internal sealed class S3Watch(BlobBucket bucket, StoreStates states, TimeProvider time, ILogger<S3Watch> logger) : BackgroundService
{
    private const string Store = "blobs";
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(10);

    private bool _hasRules;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, time);
        do
        {
            await LookAsync(stoppingToken);
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private async Task LookAsync(CancellationToken ct)
    {
        try
        {
            await bucket.EnsureAsync(ct);
            if (!_hasRules) await EnsureRulesAsync(ct);
            states.Report(Store, null);
        }
        catch (StoreUnavailableException e)
        {
            logger.LogWarning(e, "The blob store cannot be used");
            states.Report(Store, e.Message);
        }
    }

    // Once: a server that has no such rules, or refuses them, works all the same. The doctor says it too.
    private async Task EnsureRulesAsync(CancellationToken ct)
    {
        try
        {
            await bucket.EnsureRulesAsync(ct);
        }
        catch (StoreUnavailableException e)
        {
            logger.LogWarning(e, "The bucket's expiry rules could not be set: blobs of classes with days stay until somebody sets them");
        }
        _hasRules = true;
    }
}
