using CozeLoop.Platform.ClickHouse;
using CozeLoop.Platform.Limits;
using Microsoft.Extensions.Options;

namespace CozeLoop.Tracing.Storage.Shares;

/// <summary>The trace store for whoever makes the request: every read of every route takes its turn and keeps to the limits here.</summary>
/// <param name="owner">Of the request that runs here now.</param>
internal sealed class SharedStore(ClickHouseStore store, QueryShares shares, IOptions<QueryOptions> options, Func<QueryOwner> owner)
{
    private readonly TimeSpan _maxTime = TimeSpan.FromSeconds(options.Value.MaxSeconds);

    /// <exception cref="ShareExceededException">The caller has too many queries at once.</exception>
    /// <exception cref="ClickHouseException">The query took too long or too much memory, or is wrong.</exception>
    public async Task<IReadOnlyList<T>> QueryAsync<T>(string sql, IReadOnlyDictionary<string, object?> parameters, CancellationToken ct)
    {
        using var turn = await shares.EnterAsync(owner(), ct);
        return await store.QueryAsync<T>(sql, parameters, new QueryLimits(_maxTime, options.Value.MaxMemoryBytes, turn.Priority), ct);
    }
}
