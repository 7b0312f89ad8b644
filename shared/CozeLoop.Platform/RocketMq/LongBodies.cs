using CozeLoop.Platform.Blobs;
using CozeLoop.Platform.Messaging;
using CozeLoop.Platform.Workers;
using Microsoft.Extensions.Logging;

namespace CozeLoop.Platform.RocketMq;

/// <summary>
/// Bodies that are larger than the broker takes wait in the blob store while their message travels ("claim check"). They expire by
/// themselves, later than any message: which group is the last to read one is known to nobody.
/// </summary>
internal sealed class LongBodies(IBlobStore blobs, TimeProvider time, ILogger logger)
{
    /// <summary>A larger body goes to the blob store, though a stock broker takes up to 4 MiB: frames and properties need some of
    /// that.</summary>
    public const int LongestInMessage = 3584 << 10;

    // A broker keeps messages for three days by default.
    private const string Folder = "7d/messages";

    private readonly Backoff _outage = new(TimeSpan.FromMilliseconds(200), TimeSpan.FromSeconds(10), Random.Shared);

    /// <returns>The key under which the body can be read.</returns>
    /// <exception cref="StoreUnavailableException">The blob store is away.</exception>
    public async Task<string> PutAsync(string messageId, ReadOnlyMemory<byte> body, CancellationToken ct)
    {
        string key = $"{Folder}/{messageId}";
        await blobs.PutAsync(key, new MemoryStream(body.ToArray(), writable: false), ct);
        return key;
    }

    /// <summary>Waits while the store is away. Null where the body is gone for good.</summary>
    public async Task<ReadOnlyMemory<byte>?> FindAsync(string key, CancellationToken ct)
    {
        for (int outages = 1; ; outages++)
        {
            try
            {
                await using var stream = await blobs.OpenAsync(key, ct: ct);
                if (stream is null)
                    return null;
                var body = new MemoryStream();
                await stream.CopyToAsync(body, ct);
                return body.GetBuffer().AsMemory(0, (int)body.Length);
            }
            catch (StoreUnavailableException e)
            {
                logger.LogWarning("A message waits for its body, which is in the blob store: {Why}", e.Message);
                await Task.Delay(_outage.After(outages), time, ct);
            }
        }
    }
}
