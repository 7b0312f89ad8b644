using CozeLoop.Contracts.Api;
using CozeLoop.Contracts.Clients;

namespace CozeLoop.Studio.Clients;

/// <summary>"All time" begins in 1970; a chart of it begins where the traffic does.</summary>
internal static class TrafficHistory
{
    /// <summary>Each look narrows the start by about a hundred; three get from decades to hours.</summary>
    private const int Looks = 3;

    public static async Task<TraceHistogram> ReadAsync(
        TracingClient tracing,
        string? q,
        DateTimeOffset from,
        DateTimeOffset? to,
        CancellationToken ct
    )
    {
        var found = await tracing.HistogramAsync(q, from, to, ct);
        if (from > DateTimeOffset.UnixEpoch)
            return found;
        for (int look = 0; look < Looks; look++)
        {
            int empty = found.Buckets.TakeWhile(b => b.Traces == 0).Count();
            if (empty <= found.Buckets.Count / 2 || empty == found.Buckets.Count)
                break;
            found = await tracing.HistogramAsync(q, found.Buckets[empty].Time, to, ct);
        }
        return found;
    }
}
