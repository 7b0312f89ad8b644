namespace CozeLoop.Platform.Workers;

/// <summary>Waiting times after failures: doubled each time from <paramref name="first"/> up to <paramref name="cap"/>, of which a random
/// upper half is taken, so that many who failed together do not come back together.</summary>
internal sealed class Backoff(TimeSpan first, TimeSpan cap, Random random)
{
    /// <param name="failures">In a row so far; 1 or more.</param>
    public TimeSpan After(int failures)
    {
        double full = Math.Min(cap.TotalMilliseconds, first.TotalMilliseconds * Math.Pow(2, Math.Min(failures - 1, 30)));
        return TimeSpan.FromMilliseconds(full * (0.5 + random.NextDouble() / 2));
    }
}
