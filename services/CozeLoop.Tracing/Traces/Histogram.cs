using CozeLoop.Contracts.Api;
using CozeLoop.Tracing.Search;
using CozeLoop.Tracing.Storage.ClickHouse;
using CozeLoop.Tracing.Storage.Shares;

namespace CozeLoop.Tracing.Traces;

/// <summary>Traces over time: each counts once, in the bucket of its first span in the range.</summary>
internal sealed class Histogram(SharedStore store, TimeProvider time)
{
    private const int MaxBuckets = 120;
    private const long Second = 1_000_000_000;

    private static readonly int[] Widths = [1, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 3 * 3600, 6 * 3600, 12 * 3600, 86400, 7 * 86400, 30 * 86400];

    public async Task<TraceHistogram> ReadAsync(SearchScope scope, CancellationToken ct)
    {
        long from = scope.Range.From, to = scope.Range.ToOrNow(time);
        int width = WidthOf(from, to);
        var parameters = new SqlParameters();
        string sql = Sql(scope with { Range = new TimeRange(from, to) }, width, parameters);
        var rows = (await store.QueryAsync<BucketRow>(sql, parameters.Values, ct)).ToDictionary(r => r.Bucket);
        return new TraceHistogram(width, [.. Buckets(from, to, width).Select(start => Bucket(start, rows.GetValueOrDefault(start)))]);
    }

    /// <summary>The smallest even width, in seconds, that needs at most 120 buckets.</summary>
    public static int WidthOf(long fromNano, long toNano)
    {
        foreach (int width in Widths)
        {
            if (Buckets(fromNano, toNano, width).Take(MaxBuckets + 1).Count() <= MaxBuckets) return width;
        }
        long seconds = (toNano / Second - fromNano / Second) / (MaxBuckets - 1) + 1;
        return (int)((seconds + 86399) / 86400 * 86400);
    }

    /// <summary>Starts of all buckets that touch the range, in seconds since 1970.</summary>
    private static IEnumerable<long> Buckets(long fromNano, long toNano, int width)
    {
        long first = FloorDivide(FloorDivide(fromNano, Second), width) * width;
        for (long start = first; start < FloorDivide(toNano - 1, Second) + 1; start += width) yield return start;
    }

    private static long FloorDivide(long value, long by) => value / by - (value % by < 0 ? 1 : 0);

    private static string Sql(SearchScope scope, int width, SqlParameters parameters)
    {
        string seconds = parameters.Add(width, "Int64");
        return $"""
            SELECT toInt64(floor(first / 1000000000 / {seconds})) * {seconds} AS bucket, count() AS traces, countIf(failed > 0) AS errors,
                sum(cost) AS costUsd, quantileIf(0.95)(ifNull(took, 0), took IS NOT NULL) / 1e6 AS durationP95Ms, countIf(took IS NOT NULL) AS timed
            FROM (
                SELECT toUnixTimestamp64Nano(min(start)) AS first, countIf(status = 'error') AS failed,
                    sumIf(cost_usd, kind IN ('model', 'embedding', 'reranker')) AS cost,
                    if(countIf(duration IS NOT NULL) = 0, NULL, maxIf(toUnixTimestamp64Nano(start) + ifNull(duration, 0), time_unknown = 0) - minIf(toUnixTimestamp64Nano(start), time_unknown = 0)) AS took
                FROM spans FINAL WHERE {scope.TraceCondition(parameters)}
                GROUP BY trace_id
            )
            GROUP BY bucket
            """;
    }

    private static HistogramBucket Bucket(long start, BucketRow? row)
    {
        var at = DateTimeOffset.FromUnixTimeSeconds(start);
        return row is null ? new HistogramBucket(at, 0, 0, null, null) : new HistogramBucket(at, row.Traces, row.Errors, row.CostUsd, row.Timed > 0 ? row.DurationP95Ms : null);
    }

    private sealed record BucketRow(long Bucket, long Traces, long Errors, decimal? CostUsd, double? DurationP95Ms, long Timed);
}
