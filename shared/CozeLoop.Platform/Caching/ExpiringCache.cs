using System.Collections.Concurrent;

namespace CozeLoop.Platform.Caching;

/// <summary>
/// A bounded cache whose values are fresh for a while and then stale for a while longer: a caller that cannot reach the source may still
/// use a stale value. When full, everything expired is dropped, and if that is nothing, new values are not kept.
/// </summary>
public sealed class ExpiringCache<TKey, TValue>(TimeProvider time, int capacity, TimeSpan fresh, TimeSpan stale)
    where TKey : notnull
{
    private readonly record struct Entry(TValue Value, DateTimeOffset Set);

    private readonly ConcurrentDictionary<TKey, Entry> _entries = new();

    /// <summary>False where nothing usable is kept. <paramref name="isFresh"/> tells a fresh value from a stale one.</summary>
    public bool TryGet(TKey key, [System.Diagnostics.CodeAnalysis.MaybeNullWhen(false)] out TValue value, out bool isFresh)
    {
        if (_entries.TryGetValue(key, out var entry) && time.GetUtcNow() - entry.Set is var age && age <= fresh + stale)
        {
            (value, isFresh) = (entry.Value, age <= fresh);
            return true;
        }
        (value, isFresh) = (default, false);
        return false;
    }

    public void Set(TKey key, TValue value)
    {
        if (_entries.Count >= capacity && !_entries.ContainsKey(key))
            DropExpired();
        if (_entries.Count < capacity || _entries.ContainsKey(key))
            _entries[key] = new Entry(value, time.GetUtcNow());
    }

    public void Remove(TKey key) => _entries.TryRemove(key, out _);

    /// <summary>Removes every value that <paramref name="match"/> holds for.</summary>
    public void RemoveWhere(Func<TValue, bool> match)
    {
        foreach (var (key, entry) in _entries)
        {
            if (match(entry.Value))
                _entries.TryRemove(key, out _);
        }
    }

    private void DropExpired()
    {
        var limit = time.GetUtcNow() - fresh - stale;
        foreach (var (key, entry) in _entries)
        {
            if (entry.Set < limit)
                _entries.TryRemove(key, out _);
        }
    }
}
