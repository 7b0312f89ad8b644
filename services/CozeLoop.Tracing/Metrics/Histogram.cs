using CozeLoop.Contracts.Api;
using CozeLoop.Tracing.Search;
using CozeLoop.Tracing.Storage.ClickHouse;
using CozeLoop.Tracing.Storage.Shares;
using CozeLoop.Tracing.Traces;

namespace CozeLoop.Tracing.Metrics;

/// <summary>Traces over time, and all of them together: each counts once, in the bucket of its first span in the range.</summary>
internal sealed class Histogram(SharedStore store, TimeProvider time)
{
    private const int MaxBuckets = 120;
    private const long Second = 1_000_000_000;

    private static readonly int[] Widths =
    [
        1,
        5,
        10,
        15,
        30,
        60,
        120,
        300,
        600,
        900,
        1800,
        3600,
        3 * 3600,
        6 * 3600,
        12 * 3600,
        86400,
        7 * 86400,
        30 * 86400,
    ];

    public async Task<TraceHistogram> ReadAsync(SearchScope scope, CancellationToken ct)
    {
        long from = scope.Range.From,
            to = scope.Range.ToOrNow(time);
        int width = WidthOf(from, to);
        var parameters = new SqlParameters();
        string sql = Sql(scope with { Range = new TimeRange(from, to) }, width, parameters);
        var found = (await store.QueryAsync<Row>(sql, parameters.Values, ct)).ToLookup(r => r.OfAll == 1);
        var rows = found[false].ToDictionary(r => r.Bucket);
        var buckets = Buckets(from, to, width).Select(start => Bucket(start, rows.GetValueOrDefault(start)));
        return new TraceHistogram(width, [.. buckets]) { Totals = found[true].FirstOrDefault()?.ToTotals() ?? new TraceTotals() };
    }

    /// <summary>The smallest even width, in seconds, that needs at most 120 buckets.</summary>
    public static int WidthOf(long fromNano, long toNano)
    {
        foreach (int width in Widths)
        {
            if (Buckets(fromNano, toNano, width).Take(MaxBuckets + 1).Count() <= MaxBuckets)
                return width;
        }
        long seconds = (toNano / Second - fromNano / Second) / (MaxBuckets - 1) + 1;
        return (int)((seconds + 86399) / 86400 * 86400);
    }

    /// <summary>Starts of all buckets that touch the range, in seconds since 1970.</summary>
    private static IEnumerable<long> Buckets(long fromNano, long toNano, int width)
    {
        long first = FloorDivide(FloorDivide(fromNano, Second), width) * width;
        for (long start = first; start < FloorDivide(toNano - 1, Second) + 1; start += width)
            yield return start;
    }

    private static long FloorDivide(long value, long by) => value / by - (value % by < 0 ? 1 : 0);

    private static string Sql(SearchScope scope, int width, SqlParameters parameters)
    {
        string seconds = parameters.Add(width, "Int64");
        return $"""
            SELECT grouping(bucket) AS ofAll, bucket, count() AS traces, countIf(failed > 0) AS errors,
                sum(cost) AS costUsd, countIf(cost IS NOT NULL) AS priced,
                quantileExactInclusiveIf(0.95)(ifNull(took, 0), took IS NOT NULL) / 1e6 AS durationP95Ms, countIf(took IS NOT NULL) AS timed
            FROM (
                SELECT toInt64(floor(toUnixTimestamp64Nano(min(start)) / 1000000000 / {seconds})) * {seconds} AS bucket,
                    countIf({TraceListSql.Failed}) AS failed, sumIf(cost_usd, {TraceListSql.Billed}) AS cost,
                    {TraceListSql.TookNano} AS took
                FROM spans FINAL WHERE {scope.TraceCondition(parameters)}
                GROUP BY trace_id
            )
            GROUP BY GROUPING SETS ((bucket), ())
            """;
    }

    private static HistogramBucket Bucket(long start, Row? row) =>
        new(DateTimeOffset.FromUnixTimeSeconds(start), row?.Traces ?? 0, row?.Errors ?? 0, row?.CostUsd, row?.KnownP95Ms);

    private sealed record Row(
        int OfAll,
        long Bucket,
        long Traces,
        long Errors,
        decimal? CostUsd,
        long Priced,
        double? DurationP95Ms,
        long Timed
    )
    {
        /// <summary>Of nothing the engine answers 0 or NaN.</summary>
        public double? KnownP95Ms => Timed > 0 ? DurationP95Ms : null;

        public TraceTotals ToTotals() => new(Traces, Errors, CostUsd, Priced, KnownP95Ms, Timed);
    }
}
