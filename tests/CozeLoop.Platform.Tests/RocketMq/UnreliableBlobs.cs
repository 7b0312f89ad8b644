using System.Collections.Concurrent;
using CozeLoop.Platform.Blobs;
using CozeLoop.Platform.Messaging;

namespace CozeLoop.Platform.Tests.RocketMq;

/// <summary>A real blob store that is away when a test says so, and that remembers what was put.</summary>
internal sealed class UnreliableBlobs(IBlobStore blobs) : IBlobStore
{
    public volatile bool Away;

    public ConcurrentQueue<string> Put { get; } = new();

    public int Refused;

    public Task PutAsync(string key, Stream content, CancellationToken ct = default)
    {
        Check();
        Put.Enqueue(key);
        return blobs.PutAsync(key, content, ct);
    }

    public Task<Stream?> OpenAsync(string key, long offset = 0, long? length = null, CancellationToken ct = default)
    {
        Check();
        return blobs.OpenAsync(key, offset, length, ct);
    }

    public Task<long?> LengthAsync(string key, CancellationToken ct = default) => blobs.LengthAsync(key, ct);

    public Task<bool> ExistsAsync(string key, CancellationToken ct = default) => blobs.ExistsAsync(key, ct);

    public Task DeleteAsync(string key, CancellationToken ct = default) => blobs.DeleteAsync(key, ct);

    public Task DeleteFolderAsync(string folder, CancellationToken ct = default) => blobs.DeleteFolderAsync(folder, ct);

    private void Check()
    {
        if (!Away)
            return;
        Interlocked.Increment(ref Refused);
        throw new StoreUnavailableException("the blob store of the test");
    }
}
