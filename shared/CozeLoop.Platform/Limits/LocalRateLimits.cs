namespace CozeLoop.Platform.Limits;

/// <summary>The rate limits of a single process.</summary>
internal sealed class LocalRateLimits(TimeProvider time) : IRateLimits
{
    private const int KeysBeforeSweep = 10_000;

    private readonly Dictionary<string, DateTimeOffset> _emptyAt = [];
    private readonly Lock _lock = new();
    private int _sweepAt = KeysBeforeSweep;

    public ValueTask<RateGrant> TakeAsync(string key, int limit, TimeSpan window) => ValueTask.FromResult(Take(key, limit, window));

    public RateGrant Take(string key, int limit, TimeSpan window)
    {
        lock (_lock)
        {
            var now = time.GetUtcNow();
            var next = Next(key, limit, window, now);
            if (next - now > window)
                return new RateGrant(false, next - now - window);
            if (_emptyAt.Count >= _sweepAt)
                Sweep(now);
            _emptyAt[key] = next;
            return new RateGrant(true, TimeSpan.Zero);
        }
    }

    /// <summary>What taking one would answer, without taking it.</summary>
    public RateGrant Peek(string key, int limit, TimeSpan window)
    {
        lock (_lock)
        {
            var now = time.GetUtcNow();
            var wait = Next(key, limit, window, now) - now - window;
            return wait > TimeSpan.Zero ? new RateGrant(false, wait) : new RateGrant(true, TimeSpan.Zero);
        }
    }

    private DateTimeOffset Next(string key, int limit, TimeSpan window, DateTimeOffset now)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(window, TimeSpan.FromMilliseconds(1));
        return (_emptyAt.TryGetValue(key, out var known) && known > now ? known : now) + window / limit;
    }

    // An empty bucket says no more than none. The next sweep comes when there are twice as many as are left: it costs each key little.
    private void Sweep(DateTimeOffset now)
    {
        foreach (string key in _emptyAt.Where(e => e.Value <= now).Select(e => e.Key).ToList())
            _emptyAt.Remove(key);
        _sweepAt = Math.Max(KeysBeforeSweep, 2 * _emptyAt.Count);
    }
}
