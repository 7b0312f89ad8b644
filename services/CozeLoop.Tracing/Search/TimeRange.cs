using CozeLoop.Contracts;

namespace CozeLoop.Tracing.Search;

/// <summary>Spans that start in [<see cref="From"/>, <see cref="To"/>), nanoseconds since 1970.</summary>
internal readonly record struct TimeRange(long From, long To)
{
    /// <summary>Last representable moment of the store's times (2262-04-11).</summary>
    public const long EndOfTime = long.MaxValue;

    private const long Default = 24 * 3_600_000_000_000; // nanoseconds

    /// <summary>For whoever asked for a range that <see cref="Of"/> does not make.</summary>
    public const string Empty = "The range is empty: it must end after it starts, and lie between the years 1678 and 2262.";

    /// <summary>
    /// The range a caller asked for; by default the last 24 hours. Without an end it is open, because the clocks of clients run ahead.
    /// Null where it ends before it starts.
    /// </summary>
    public static TimeRange? Of(DateTimeOffset? from, DateTimeOffset? to, TimeProvider time)
    {
        long end = to is { } t ? t.ToUnixNano() : EndOfTime;
        long start = from is { } f ? f.ToUnixNano() : Math.Max(long.MinValue + Default, (to ?? time.GetUtcNow()).ToUnixNano()) - Default;
        return start < end ? new TimeRange(start, end) : null;
    }

    /// <summary>The end of a chart: of the range, or now where it is open.</summary>
    public long ToOrNow(TimeProvider time) => To == EndOfTime ? Math.Max(From + 1, time.UnixNano()) : To;
}
