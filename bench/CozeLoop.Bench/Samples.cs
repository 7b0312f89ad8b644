namespace CozeLoop.Bench;

/// <summary>Times of many requests, in milliseconds.</summary>
internal sealed class Samples
{
    private readonly List<double> values = [];
    private readonly Lock gate = new();

    private int refused;

    public int Count => values.Count;

    /// <summary>Requests that were told to come again; they have no time.</summary>
    public int Refused => refused;

    public void Refuse() => Interlocked.Increment(ref refused);

    public void Add(TimeSpan time)
    {
        lock (gate)
            values.Add(time.TotalMilliseconds);
    }

    public async Task<T> TimeAsync<T>(Func<Task<T>> work)
    {
        long started = TimeProvider.System.GetTimestamp();
        var result = await work();
        Add(TimeProvider.System.GetElapsedTime(started));
        return result;
    }

    /// <summary>The smallest time that at least this share of the samples does not exceed (nearest rank).</summary>
    /// <param name="share">In (0, 1].</param>
    public double Percentile(double share)
    {
        var sorted = values.Order().ToList();
        return sorted[Math.Max(0, (int)Math.Ceiling(share * sorted.Count) - 1)];
    }

    public static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToList();
        return (sorted[(sorted.Count - 1) / 2] + sorted[sorted.Count / 2]) / 2;
    }
}
