namespace CozeLoop.Tracing.Ingest;

/// <summary>Times as nanoseconds since 1970, which DateTimeOffset (100 ns) cannot hold in full.</summary>
internal static class UnixNano
{
    public static long Now(TimeProvider time) => From(time.GetUtcNow());

    public static long From(DateTimeOffset time) => checked((time - DateTimeOffset.UnixEpoch).Ticks * 100);

    public static DateTimeOffset ToTime(long nano) => DateTimeOffset.UnixEpoch.AddTicks(nano / 100);
}
