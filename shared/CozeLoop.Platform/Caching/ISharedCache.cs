namespace CozeLoop.Platform.Caching;

/// <summary>
/// Values that all replicas may use for a while, as bytes. A cache and no store: anything may be gone at any time, a read without an
/// answer is null, and a write may be lost, so that a value which must not be stale lives for 10 s at most.
/// </summary>
public interface ISharedCache
{
    /// <summary>Null where nothing is kept, or the server is away.</summary>
    ValueTask<byte[]?> FindAsync(string key);

    /// <param name="lifetime">More than zero.</param>
    ValueTask SetAsync(string key, byte[] value, TimeSpan lifetime);

    ValueTask RemoveAsync(string key);
}
