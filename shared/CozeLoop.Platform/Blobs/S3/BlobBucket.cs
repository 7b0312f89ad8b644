using System.Net;
using Amazon.S3;
using Amazon.S3.Model;
using CozeLoop.Platform.Messaging;

namespace CozeLoop.Platform.Blobs.S3;

/// <summary>The bucket itself: that it is there, and that it lets the classes of <see cref="BlobRetention"/> expire.</summary>
internal sealed class BlobBucket(S3Calls calls)
{
    private string Name => calls.Options.Bucket;

    public async Task<bool> ExistsAsync(CancellationToken ct) =>
        await calls.FindAsync(client => client.HeadBucketAsync(new HeadBucketRequest { BucketName = Name }, ct), ct) is not null;

    /// <summary>Makes it where it is missing.</summary>
    /// <exception cref="StoreUnavailableException">The server is away, or does not let us.</exception>
    public async Task EnsureAsync(CancellationToken ct)
    {
        if (await ExistsAsync(ct))
            return;
        await calls.CallAsync<PutBucketResponse>(
            async client =>
            {
                try
                {
                    return await client.PutBucketAsync(new PutBucketRequest { BucketName = Name }, ct);
                }
                // Several processes start at once.
                catch (AmazonS3Exception e) when (e.StatusCode == HttpStatusCode.Conflict && e.ErrorCode == "BucketAlreadyOwnedByYou")
                {
                    return new PutBucketResponse();
                }
            },
            ct
        );
    }

    /// <summary>Sets our rules and leaves others alone; nothing is sent where they stand already.</summary>
    /// <exception cref="StoreUnavailableException">The server is away, does not let us, or has no such rules.</exception>
    public async Task EnsureRulesAsync(CancellationToken ct)
    {
        var present = await RulesAsync(ct);
        var wanted = Rules().ToList();
        if (wanted.TrueForAll(rule => present.Any(other => Same(rule, other))))
            return;
        List<LifecycleRule> all = [.. present.Where(rule => !IsOurs(rule)), .. wanted];
        var put = new PutLifecycleConfigurationRequest
        {
            BucketName = Name,
            Configuration = new LifecycleConfiguration { Rules = all },
        };
        await calls.CallAsync(client => client.PutLifecycleConfigurationAsync(put, ct), ct);
    }

    /// <summary>Whether every rule of ours stands.</summary>
    public async Task<bool> HasRulesAsync(CancellationToken ct)
    {
        var present = await RulesAsync(ct);
        return Rules().All(rule => present.Any(other => Same(rule, other)));
    }

    // A bucket without rules answers 404 as one that is not there.
    private async Task<List<LifecycleRule>> RulesAsync(CancellationToken ct) =>
        (
            await calls.FindAsync(
                client => client.GetLifecycleConfigurationAsync(new GetLifecycleConfigurationRequest { BucketName = Name }, ct),
                ct
            )
        )
            ?.Configuration
            ?.Rules
        ?? [];

    private IEnumerable<LifecycleRule> Rules() =>
        BlobRetention
            .All.Where(r => r.Days is not null)
            .Select(r => new LifecycleRule
            {
                Id = RuleId(r.Prefix),
                Status = LifecycleRuleStatus.Enabled,
                Filter = new LifecycleFilter
                {
                    LifecycleFilterPredicate = new LifecyclePrefixPredicate { Prefix = $"{calls.Options.Prefix}{r.Prefix}/" },
                },
                Expiration = new LifecycleRuleExpiration { Days = r.Days },
            });

    // A bucket of several installations has rules of each.
    private string RuleId(string part) => $"cozeloop {calls.Options.Prefix}{part}";

    private bool IsOurs(LifecycleRule rule) => BlobRetention.All.Any(r => rule.Id == RuleId(r.Prefix));

    private static bool Same(LifecycleRule a, LifecycleRule b) =>
        a.Id == b.Id && b.Status == LifecycleRuleStatus.Enabled && a.Expiration.Days == b.Expiration?.Days && PrefixOf(a) == PrefixOf(b);

    private static string? PrefixOf(LifecycleRule rule) => (rule.Filter?.LifecycleFilterPredicate as LifecyclePrefixPredicate)?.Prefix;
}
