#pragma warning disable RS0030 // The one place for these calls.
using System.Globalization;

namespace CozeLoop.Contracts;

/// <summary>Moments as numbers since 1970 and as text. Rows of the relational stores count in milliseconds; spans and scores, as OTLP does,
/// in nanoseconds, of which a <see cref="DateTimeOffset"/> keeps hundreds.</summary>
public static class Times
{
    private const int NanosPerTick = 100;

    public static long UnixMs(this TimeProvider time) => time.GetUtcNow().ToUnixMs();

    public static long ToUnixMs(this DateTimeOffset moment) => moment.ToUnixTimeMilliseconds();

    public static DateTimeOffset OfUnixMs(long ms) => DateTimeOffset.FromUnixTimeMilliseconds(ms);

    public static DateTimeOffset? OfUnixMs(long? ms) => ms is { } value ? OfUnixMs(value) : null;

    public static long UnixNano(this TimeProvider time) => time.GetUtcNow().ToUnixNano();

    /// <summary>Clamped to what 64 bits of nanoseconds hold: the years 1678 to 2262.</summary>
    public static long ToUnixNano(this DateTimeOffset moment)
    {
        var nano = (Int128)(moment.UtcTicks - DateTimeOffset.UnixEpoch.UtcTicks) * NanosPerTick;
        return (long)Int128.Clamp(nano, long.MinValue, long.MaxValue);
    }

    public static DateTimeOffset OfUnixNano(long nano) => DateTimeOffset.UnixEpoch.AddTicks(nano / NanosPerTick);

    /// <summary>ISO 8601 in UTC, with as many decimals as it has: <c>2026-11-28T09:00:00.5Z</c>.</summary>
    public static string ToIso(this DateTimeOffset moment) => Text(moment, "yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'");

    /// <summary>ISO 8601 in UTC, to the millisecond: <c>2026-11-28T09:00:00.500Z</c>.</summary>
    public static string ToIsoMs(this DateTimeOffset moment) => Text(moment, "yyyy-MM-dd'T'HH:mm:ss.fff'Z'");

    /// <summary>Any ISO 8601 spelling, in UTC where it names no offset; null where the text is not a time.</summary>
    public static DateTimeOffset? Parse(string? text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var moment) ? moment : null;

    private static string Text(DateTimeOffset moment, string format) =>
        moment.ToUniversalTime().ToString(format, CultureInfo.InvariantCulture);
}
