using System.Globalization;

namespace CozeLoop.Studio.Controls;

/// <summary>What the browser knows of its reader.</summary>
/// <param name="Zone">An IANA name.</param>
public sealed record ViewerWays(string? Zone, bool ReadsPlain);

/// <summary>The clock, time zone and ways of whoever looks; the browser tells them when the circuit opens.</summary>
public sealed class Viewer(TimeProvider time)
{
    public TimeZoneInfo Zone { get; private set; } = TimeZoneInfo.Utc;
    public DateTimeOffset Now => time.GetUtcNow();

    /// <summary>Whether answers are read as the model wrote them; the browser keeps it, as it does the theme.</summary>
    public bool ReadsPlain { get; set; }

    /// <summary>A zone this machine does not know leaves UTC, which every shown time then says.</summary>
    public void Set(ViewerWays? ways)
    {
        ReadsPlain = ways?.ReadsPlain == true;
        if (ways?.Zone is { } name && TimeZoneInfo.TryFindSystemTimeZoneById(name, out var zone))
            Zone = zone;
    }

    public DateTimeOffset Local(DateTimeOffset t) => TimeZoneInfo.ConvertTime(t, Zone);

    /// <summary>Today only the time, otherwise the day with it: <c>14:59:17</c>, <c>21 Nov 14:59</c>; of another year the date
    /// alone.</summary>
    public string Brief(DateTimeOffset t)
    {
        var (local, now) = (Local(t), Local(Now));
        if (local.Date == now.Date)
            return local.ToString("HH:mm:ss", CultureInfo.CurrentCulture);
        return local.Year == now.Year
            ? $"{Day(local)} {local.ToString("HH:mm", CultureInfo.CurrentCulture)}"
            : local.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
    }

    /// <summary>Whole, with seconds and the zone, for titles and details.</summary>
    public string Full(DateTimeOffset t) => $"{Local(t).ToString("yyyy-MM-dd HH:mm:ss.fff", CultureInfo.InvariantCulture)} {Zone.Id}";

    public string Day(DateTimeOffset t) => Local(t).ToString(Chinese ? "M月d日" : "d MMM", CultureInfo.CurrentCulture);

    /// <summary>A label on a time axis that has <paramref name="ticks"/>: no finer than they are apart, and at midnight the day.</summary>
    public string Tick(DateTimeOffset t, IReadOnlyList<DateTimeOffset> ticks)
    {
        var (local, step) = (Local(t), ticks.Count > 1 ? ticks[1] - ticks[0] : TimeSpan.FromDays(1));
        if (step > TimeSpan.FromDays(300))
            return local.ToString(Chinese ? "yyyy年" : "yyyy", CultureInfo.CurrentCulture);
        if (step > TimeSpan.FromDays(27))
            return local.ToString(Chinese ? "yyyy年M月" : "MMM yyyy", CultureInfo.CurrentCulture);
        if (step > TimeSpan.FromHours(23) || local.TimeOfDay == TimeSpan.Zero)
            return Day(t);
        return local.ToString(step < TimeSpan.FromMinutes(1) ? "HH:mm:ss" : "HH:mm", CultureInfo.CurrentCulture);
    }

    private static bool Chinese => CultureInfo.CurrentCulture.TwoLetterISOLanguageName == "zh";
}
