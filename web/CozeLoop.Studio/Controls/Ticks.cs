namespace CozeLoop.Studio.Controls;

/// <summary>Where the lines of an axis stand: at round values, never at odd ones.</summary>
public static class Ticks
{
    private const double Second = 1000,
        Minute = 60 * Second,
        Hour = 60 * Minute;

    /// <summary>Round parts of the units in which a duration is read, in milliseconds.</summary>
    private static readonly double[] DurationSteps =
    [
        .. Multiples(Second, 1, 2, 5, 10, 20, 30),
        .. Multiples(Minute, 1, 2, 5, 10, 20, 30),
        .. Multiples(Hour, 1, 2, 5, 10, 20, 50, 100, 200, 500, 1000),
    ];

    private static readonly TimeSpan[] TimeSteps =
    [
        .. new[] { 1, 2, 5, 10, 15, 30 }.Select(n => TimeSpan.FromSeconds(n)),
        .. new[] { 1, 2, 5, 10, 15, 30 }.Select(n => TimeSpan.FromMinutes(n)),
        .. new[] { 1, 2, 3, 6, 12 }.Select(n => TimeSpan.FromHours(n)),
        .. new[] { 1, 2, 7, 14 }.Select(n => TimeSpan.FromDays(n)),
    ];

    private static readonly int[] MonthSteps = [1, 2, 3, 6, 12, 24, 60, 120, 240, 600, 1200];

    /// <summary>From 0 to the first round value that is not below <paramref name="max"/>: steps of 1, 2 or 5 times a power of ten, at
    /// most five.</summary>
    /// <param name="least">The smallest step, 1 where only whole numbers mean something.</param>
    public static IReadOnlyList<double> UpTo(double max, double least = 0)
    {
        if (!(max > 0))
            max = least > 0 ? least : 1;
        double wanted = Math.Max(max / 5, least),
            power = Math.Pow(10, Math.Floor(Math.Log10(wanted)));
        return Steps(max, Multiples(power, 1, 2, 5, 10, 20));
    }

    /// <summary>The same for durations in milliseconds: above a second the steps are round in seconds, minutes and hours.</summary>
    public static IReadOnlyList<double> UpToDuration(double maxMs) => maxMs <= 2 * Second ? UpTo(maxMs) : Steps(maxMs, DurationSteps);

    /// <summary>Round times of the zone inside the range, at most <paramref name="most"/>: whole seconds, minutes, hours, days, weeks,
    /// months.</summary>
    public static IReadOnlyList<DateTimeOffset> Times(DateTimeOffset from, DateTimeOffset to, TimeZoneInfo zone, int most)
    {
        foreach (var step in TimeSteps)
        {
            if ((to - from) / step > most * 2)
                continue;
            var times = ByStep(from, to, zone, step).Take(most + 1).ToList();
            if (times.Count <= most)
                return times;
        }
        return MonthSteps
                .Select(months => ByMonth(from, to, zone, months).Take(most + 1).ToList())
                .FirstOrDefault(times => times.Count <= most)
            ?? [];
    }

    private static IEnumerable<double> Multiples(double unit, params double[] of) => of.Select(n => n * unit);

    // A step of doubles times its number may miss the value by a hair: 3 × 0.1. The decimals a step can have end where a double does.
    private static List<double> Steps(double max, IEnumerable<double> steps)
    {
        double step = steps.FirstOrDefault(s => max / s <= 5 + 1e-9, max);
        int count = Math.Max(1, (int)Math.Ceiling(max / step - 1e-9));
        return [.. Enumerable.Range(0, count + 1).Select(i => (double)((decimal)step * i))];
    }

    /// <summary>Days and weeks begin at the zone's midnight (weeks on Monday), whatever the clocks did in between.</summary>
    private static IEnumerable<DateTimeOffset> ByStep(DateTimeOffset from, DateTimeOffset to, TimeZoneInfo zone, TimeSpan step)
    {
        var day = TimeZoneInfo.ConvertTime(from, zone).Date;
        int days = (int)step.TotalDays;
        if (days > 0)
            day = day.AddDays(-((day - new DateTime(2024, 1, 1)).Days % days)); // a Monday
        for (; Instant(day, zone) is var midnight && midnight < to; day = day.AddDays(Math.Max(1, days)))
        {
            var next = days > 0 ? midnight.AddTicks(1) : Instant(day.AddDays(1), zone);
            for (var wall = day; Instant(wall, zone) is var time && time < next; wall += days > 0 ? TimeSpan.FromDays(days) : step)
            {
                if (time >= from && time < to)
                    yield return time;
            }
        }
    }

    private static IEnumerable<DateTimeOffset> ByMonth(DateTimeOffset from, DateTimeOffset to, TimeZoneInfo zone, int months)
    {
        var local = TimeZoneInfo.ConvertTime(from, zone);
        int number = (local.Year * 12 + local.Month - 1) / months * months;
        for (; number / 12 <= 9998; number += months)
        {
            var time = Instant(new DateTime(Math.Max(1, number / 12), number % 12 + 1, 1), zone);
            if (time >= to)
                yield break;
            if (time >= from)
                yield return time;
        }
    }

    /// <summary>A wall clock's time that the zone skips is told as the moment after the gap.</summary>
    private static DateTimeOffset Instant(DateTime wall, TimeZoneInfo zone)
    {
        if (zone.IsInvalidTime(wall))
            wall = wall.AddHours(1);
        return new DateTimeOffset(wall, zone.GetUtcOffset(wall)).ToUniversalTime();
    }
}
