namespace CozeLoop.Platform.Workers;

/// <summary>
/// How long to wait after failures in a row: <c>min(most, first × 2^(failures − 1))</c>. With a <paramref name="random"/> that wait
/// is drawn evenly from its upper half, so that callers who failed together do not come back together. This is "equal jitter" of
/// https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter; "full jitter" would draw from the whole wait, and could
/// knock at once on a store that has just failed.
/// </summary>
/// <param name="first">The wait after the first failure, before jitter.</param>
/// <param name="most">The longest wait.</param>
/// <param name="random">Shared between threads only where it may be (<see cref="Random.Shared"/>). Null: no jitter.</param>
public sealed class Backoff(TimeSpan first, TimeSpan most, Random? random = null)
{
    private const double Factor = 2;

    /// <param name="failures">In a row so far; 1 or more.</param>
    public TimeSpan After(long failures) => Jittered(first.TotalSeconds * Math.Pow(Factor, failures - 1));

    /// <summary>For whoever keeps the last wait and not the number of failures.</summary>
    /// <param name="last">As answered before; zero before the first.</param>
    public TimeSpan Next(TimeSpan last) => Jittered(last == TimeSpan.Zero ? first.TotalSeconds : last.TotalSeconds * Factor);

    private TimeSpan Jittered(double seconds)
    {
        double full = Math.Min(seconds, most.TotalSeconds);
        return TimeSpan.FromSeconds(random is null ? full : full * (0.5 + random.NextDouble() / 2));
    }
}
