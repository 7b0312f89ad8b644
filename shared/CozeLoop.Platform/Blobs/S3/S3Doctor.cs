using CozeLoop.Platform.Messaging;

namespace CozeLoop.Platform.Blobs.S3;

/// <summary>What <c>cozeloop doctor</c> looks at in the blob store: that a blob can be written, read and deleted, and that classes
/// expire.</summary>
public static class S3Doctor
{
    /// <param name="connectionString"><c>ConnectionStrings:Blobs</c>.</param>
    /// <exception cref="InvalidOperationException">The connection string is wrong.</exception>
    public static async Task<IReadOnlyList<BlobFinding>> CheckAsync(string connectionString, CancellationToken ct)
    {
        using var calls = new S3Calls(S3Options.Parse(connectionString));
        string place = $"{calls.Options.Endpoint.Authority} {calls.Options.Bucket}";
        try
        {
            var bucket = new BlobBucket(calls);
            if (!await bucket.ExistsAsync(ct))
                return [new BlobFinding(place, BlobFault.BucketMissing, calls.Options.Bucket)];
            await TryAsync(new S3BlobStore(calls), ct);
            return [new BlobFinding(place, BlobFault.None, ""), await RulesAsync(bucket, place, ct)];
        }
        catch (StoreUnavailableException e)
        {
            return [new BlobFinding(place, BlobFault.Unusable, e.Message)];
        }
    }

    private static async Task TryAsync(S3BlobStore blobs, CancellationToken ct)
    {
        string key = $"{BlobRetention.Keep.Prefix}/doctor-{Guid.NewGuid():n}";
        using var content = new MemoryStream([1]);
        await blobs.PutAsync(key, content, ct);
        await using (var stream = await blobs.OpenAsync(key, ct: ct))
        {
            if (stream?.ReadByte() != 1)
                throw new StoreUnavailableException("The blob store does not give back what was put and");
        }
        await blobs.DeleteAsync(key, ct);
    }

    private static async Task<BlobFinding> RulesAsync(BlobBucket bucket, string place, CancellationToken ct)
    {
        try
        {
            return new BlobFinding($"{place} lifecycle", await bucket.HasRulesAsync(ct) ? BlobFault.None : BlobFault.NothingExpires, "");
        }
        catch (StoreUnavailableException e)
        {
            return new BlobFinding($"{place} lifecycle", BlobFault.NothingExpires, e.Message);
        }
    }
}

/// <param name="Subject">The server and its bucket.</param>
/// <param name="Detail">What was found; empty where the fault says it all.</param>
public sealed record BlobFinding(string Subject, BlobFault Fault, string Detail);

public enum BlobFault
{
    None,

    /// <summary>Nobody answers, or refuses; the detail says which.</summary>
    Unusable,

    /// <summary>Services make it when they start, where they may.</summary>
    BucketMissing,

    /// <summary>The rules that delete blobs after their class's days are not set.</summary>
    NothingExpires,
}
