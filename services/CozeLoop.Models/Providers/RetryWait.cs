using CozeLoop.Platform.Workers;

namespace CozeLoop.Models.Providers;

/// <summary>Waits between tries: as the provider's Retry-After says, up to 30 s; without one, 0.5 s, doubled each time up to 16
/// s.</summary>
internal sealed class RetryWait(TimeProvider time, Random random)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly Backoff _backoff = new(TimeSpan.FromSeconds(0.5), TimeSpan.FromSeconds(16), random);

    /// <summary>False, at once, where the provider asks for more patience than a request has: whoever asked may come back later.</summary>
    public async Task<bool> WaitAsync(int attempt, TimeSpan? retryAfter, CancellationToken ct)
    {
        if (retryAfter > Patience)
            return false;
        var wait = retryAfter is { } wish && wish > TimeSpan.Zero ? wish : _backoff.After(attempt);
        await Task.Delay(wait, time, ct);
        return true;
    }
}
