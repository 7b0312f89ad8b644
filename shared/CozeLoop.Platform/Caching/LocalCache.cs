namespace CozeLoop.Platform.Caching;

/// <summary>The cache of a single process, bounded in bytes: when it is full, what has expired goes, and if that is not enough, new values
/// are not kept.</summary>
internal sealed class LocalCache(TimeProvider time, long maxBytes = 64L << 20) : ISharedCache
{
    // What an entry costs beside its key and value, roughly.
    private const int Overhead = 128;

    private readonly record struct Entry(byte[] Value, DateTimeOffset Until);

    private readonly Dictionary<string, Entry> _entries = [];
    private readonly Lock _lock = new();
    private long _bytes;

    public ValueTask<byte[]?> FindAsync(string key)
    {
        lock (_lock)
            return ValueTask.FromResult(_entries.TryGetValue(key, out var entry) && entry.Until > time.GetUtcNow() ? entry.Value : null);
    }

    public ValueTask SetAsync(string key, byte[] value, TimeSpan lifetime)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(lifetime, TimeSpan.Zero);
        lock (_lock)
        {
            Drop(key);
            if (_bytes + Size(key, value) > maxBytes)
                DropExpired();
            if (_bytes + Size(key, value) > maxBytes)
                return ValueTask.CompletedTask;
            _entries[key] = new Entry(value, time.GetUtcNow() + lifetime);
            _bytes += Size(key, value);
        }
        return ValueTask.CompletedTask;
    }

    public ValueTask RemoveAsync(string key)
    {
        lock (_lock)
            Drop(key);
        return ValueTask.CompletedTask;
    }

    private void DropExpired()
    {
        var now = time.GetUtcNow();
        foreach (string key in _entries.Where(e => e.Value.Until <= now).Select(e => e.Key).ToList())
            Drop(key);
    }

    private void Drop(string key)
    {
        if (_entries.Remove(key, out var entry))
            _bytes -= Size(key, entry.Value);
    }

    private static long Size(string key, byte[] value) => Overhead + 2L * key.Length + value.Length;
}
