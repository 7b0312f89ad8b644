namespace CozeLoop.Models.Providers;

/// <summary>
/// Waits between tries: 0.5 s, doubled each time up to 16 s, each cut by a random half so that many callers do not come back together
/// (https://aws.amazon.com/builders-library/timeouts-retries-and-backoff-with-jitter). A provider's Retry-After holds instead, up to 30 s.
/// </summary>
internal sealed class Backoff(TimeProvider time, Random random)
{
    private static readonly TimeSpan First = TimeSpan.FromSeconds(0.5),
        Most = TimeSpan.FromSeconds(16),
        Patience = TimeSpan.FromSeconds(30);

    /// <summary>False, at once, where the provider asks for more patience than a request has: whoever asked may come back later.</summary>
    public async Task<bool> WaitAsync(int attempt, TimeSpan? retryAfter, CancellationToken ct)
    {
        if (retryAfter > Patience)
            return false;
        var wait = retryAfter is { } wish && wish > TimeSpan.Zero ? wish : Jittered(attempt);
        await Task.Delay(wait, time, ct);
        return true;
    }

    internal TimeSpan Jittered(int attempt)
    {
        double full = Math.Min(First.TotalSeconds * Math.Pow(2, attempt - 1), Most.TotalSeconds);
        lock (random)
            return TimeSpan.FromSeconds(full * (0.5 + random.NextDouble() / 2));
    }
}
