using CozeLoop.Platform.Hosting;
using CozeLoop.Platform.Messaging;
using Microsoft.Extensions.Logging;

namespace CozeLoop.Platform.Blobs.S3;

/// <summary>Makes the bucket and its rules as soon as the server is there, besides looking whether it is.</summary>
internal sealed class S3Watch(BlobBucket bucket, StoreStates states, TimeProvider time, ILogger<S3Watch> logger)
    : StoreWatch("blobs", TimeSpan.FromSeconds(10), states, time, logger)
{
    private bool _hasRules;

    protected override async Task AskAsync(CancellationToken ct)
    {
        await bucket.EnsureAsync(ct);
        if (!_hasRules)
            await EnsureRulesAsync(ct);
    }

    // Once: a server that has no such rules, or refuses them, works anyway. The doctor says it too.
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
