using System.Collections.Concurrent;

namespace CozeLoop.Platform.Threading;

/// <summary>Joins equal work: whoever asks while it is under way gets its result, or its fault. Thousands who miss a cache at once ask its
/// source once.</summary>
public sealed class SingleFlight<TKey, TValue>
    where TKey : notnull
{
    private readonly ConcurrentDictionary<TKey, Lazy<Task<TValue>>> _flights = new();

    /// <param name="work">Goes on for the others when one of them gives up, so that it is given no token.</param>
    /// <param name="ct">Ends the waiting of this caller alone.</param>
    public Task<TValue> RunAsync(TKey key, Func<Task<TValue>> work, CancellationToken ct = default) =>
        _flights.GetOrAdd(key, _ => new Lazy<Task<TValue>>(() => FlyAsync(key, work))).Value.WaitAsync(ct);

    private async Task<TValue> FlyAsync(TKey key, Func<Task<TValue>> work)
    {
        try
        {
            return await work();
        }
        finally
        {
            _flights.TryRemove(key, out _);
        }
    }
}
