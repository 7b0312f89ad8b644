namespace CozeLoop.Platform.Limits;

/// <summary>
/// At most a given number of something in any window, over all replicas; and while they cannot agree, each replica by itself. By the
/// generic cell rate algorithm (ITU-T I.371): a key is one moment, when the bucket will be empty again; taking one puts it off by window /
/// limit, and it may lie a window ahead at most.
/// </summary>
public interface IRateLimits
{
    /// <summary>Takes one, if there is one.</summary>
    /// <param name="limit">1 or more, and all of them may come at once.</param>
    /// <param name="window">A millisecond or more.</param>
    ValueTask<RateGrant> TakeAsync(string key, int limit, TimeSpan window);
}

/// <param name="RetryAfter">How long until there is one; zero when it was granted.</param>
public readonly record struct RateGrant(bool Granted, TimeSpan RetryAfter);
