namespace CozeLoop.Platform.Limits;

/// <summary>The rate limits of a single process.</summary>
internal sealed class LocalRateLimits(TimeProvider time) : IRateLimits
{
    private const int KeysBeforeSweep = 10_000;

    private readonly Dictionary<string, DateTimeOffset> _emptyAt = [];
    private readonly Lock _lock = new();

    public ValueTask<RateGrant> TakeAsync(string key, int limit, TimeSpan window)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(window, TimeSpan.FromMilliseconds(1));
        lock (_lock)
        {
            var now = time.GetUtcNow();
            var emptyAt = _emptyAt.TryGetValue(key, out var known) && known > now ? known : now;
            var next = emptyAt + window / limit;
            if (next - now > window) return ValueTask.FromResult(new RateGrant(false, next - now - window));
            if (_emptyAt.Count >= KeysBeforeSweep) Sweep(now);
            _emptyAt[key] = next;
            return ValueTask.FromResult(new RateGrant(true, TimeSpan.Zero));
        }
    }

    // An empty bucket says no more than none.
    private void Sweep(DateTimeOffset now)
    {
        foreach (string key in _emptyAt.Where(e => e.Value <= now).Select(e => e.Key).ToList()) _emptyAt.Remove(key);
    }
}
