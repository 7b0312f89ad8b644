using System.Globalization;
using CozeLoop.Contracts;

namespace CozeLoop.Tracing.Ingest.Otlp;

/// <summary>
/// When a span may have started, and whether that is now or long past. The store keeps a set of files for each day, so days that nobody
/// can mean are refused (a clock that was never set says 1970), and spans of days long past take a way of their own.
/// </summary>
internal readonly struct StartTimes(long nowUnixNano)
{
    public const long Day = 86_400_000_000_000;

    /// <summary>2000-01-01 UTC, nanoseconds since 1970.</summary>
    public const long First = 946_684_800_000_000_000;

    private const int DaysBack = 3,
        DaysAhead = 1;

    private readonly long _recent = nowUnixNano - DaysBack * Day,
        _last = nowUnixNano + DaysAhead * Day;

    public string? Problem(ulong start)
    {
        if (start < First)
            return $"it starts in {Year(start)}, before 2000: is the clock set?";
        return start > (ulong)_last ? $"it starts in {Year(start)}, more than a day ahead of this server's clock" : null;
    }

    /// <summary>So long ago that no current spans share its day.</summary>
    public bool IsPast(ulong start) => start < (ulong)_recent;

    private static string Year(ulong start) => Times.OfUnixNano((long)start).Year.ToString(CultureInfo.InvariantCulture);
}
