namespace CozeLoop.Tracing.Storage.Shares;

/// <summary>What one owner uses of the store now, and how much of it they used lately. Not safe for several threads.</summary>
internal sealed class OwnerUse
{
    // Half of what was used is forgotten in this time.
    private static readonly TimeSpan HalfLife = TimeSpan.FromSeconds(20);
    private const int LowestPriority = 10;

    private double _seconds;
    private DateTimeOffset _asOf;

    public int Running { get; set; }
    public int Waiting { get; set; }

    public bool IsIdle(DateTimeOffset now) => Running == 0 && Waiting == 0 && Recent(now) < 0.01;

    /// <summary>Seconds of queries, those long ago counting less.</summary>
    public double Recent(DateTimeOffset now) => _seconds * Math.Pow(0.5, (now - _asOf) / HalfLife);

    public void Add(TimeSpan took, DateTimeOffset now) => (_seconds, _asOf) = (Recent(now) + took.TotalSeconds, now);

    /// <summary>
    /// Of the query that begins now; the engine lets smaller numbers go first. Whoever has another one running, or had more than a second
    /// lately, goes behind those who have not: what a query will cost shows when it has run, not before.
    /// </summary>
    public int Priority(DateTimeOffset now)
    {
        double recent = Recent(now);
        return Math.Min(LowestPriority, 1 + Running + (recent < 1 ? 0 : 1 + (int)Math.Log2(recent)));
    }
}
