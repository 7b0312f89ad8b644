using CozeLoop.Platform.ClickHouse;
using CozeLoop.Platform.Web;
using CozeLoop.Tracing.Storage.ClickHouse;

namespace CozeLoop.Tracing.Storage.Shares;

/// <summary>
/// Deletes rows, one statement at a time. A delete rewrites every part it may look into, so it runs only in the partitions that hold such
/// rows. The engine in this process still puts a new part, of the same files, in the place of every other one, and keeps the old ones for
/// eight minutes: so only few deletes wait, and none runs while too many old parts are left.
/// </summary>
internal sealed class Removals(ClickHouseStore store, TimeProvider time) : IDisposable
{
    /// <summary>Removals that run or wait; one more is refused.</summary>
    public const int MaxAtOnce = 16;

    private const string TooManyParts = "What earlier removals left is still being cleared away. Ask again in a minute.";
    private const string TooMany = "As many removals wait as this server takes on at once. Ask again in a few seconds.";
    private const string TooLong = "The removal has not ended yet; what has begun goes on. Ask again in a few seconds.";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly SemaphoreSlim _turn = new(1);
    private int _atOnce;

    /// <summary>Old parts of a table beside which nothing more is deleted from it: each takes memory and a folder.</summary>
    public int MaxOldParts { get; init; } = 10_000;

    /// <summary>Rows for which the condition holds are gone from every query on return. Nothing is written where there is none.</summary>
    /// <param name="condition">Plain SQL, with the placeholders of <paramref name="parameters"/>.</param>
    /// <returns>False where there was no such row.</returns>
    /// <exception cref="OverloadedException">Too many wait, or it took longer than a request may.</exception>
    public async Task<bool> DeleteAsync(string table, string condition, SqlParameters parameters, CancellationToken ct)
    {
        using var patience = new CancellationTokenSource(Patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, ct);
        try
        {
            string sql = $"SELECT DISTINCT _partition_id AS id FROM {table} WHERE {condition} ORDER BY id";
            var partitions = await store.QueryAsync<Partition>(sql, parameters.Values, either.Token);
            foreach (var partition in partitions)
            {
                // An id is the engine's own word for a day ("20261123"), or "all" in a table without partitions.
                string delete = $"DELETE FROM {table} IN PARTITION ID '{partition.Id}' WHERE {condition}";
                await RefuseAsync(table, either.Token);
                await InTurnAsync(delete, parameters, either.Token);
            }
            return partitions.Count > 0;
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            throw new OverloadedException(TooLong);
        }
    }

    public void Dispose() => _turn.Dispose();

    private async Task RefuseAsync(string table, CancellationToken ct)
    {
        var old = await store.QueryAsync<Parts>(
            $"SELECT count() AS count FROM system.parts WHERE database = currentDatabase() AND table = '{table}' AND NOT active",
            ct: ct
        );
        if (old[0].Count > MaxOldParts)
            throw new OverloadedException(TooManyParts);
    }

    private async Task InTurnAsync(string delete, SqlParameters parameters, CancellationToken ct)
    {
        if (Interlocked.Increment(ref _atOnce) > MaxAtOnce)
        {
            Interlocked.Decrement(ref _atOnce);
            throw new OverloadedException(TooMany);
        }
        try
        {
            await _turn.WaitAsync(ct);
        }
        catch
        {
            Interlocked.Decrement(ref _atOnce);
            throw;
        }
        // The engine ends what it has begun, also when nobody waits for it any more: until then the turn is taken.
        await RunAsync(delete, parameters).WaitAsync(ct);
    }

    private async Task RunAsync(string delete, SqlParameters parameters)
    {
        try
        {
            await store.ExecuteAsync(delete, parameters.Values, CancellationToken.None);
        }
        finally
        {
            Interlocked.Decrement(ref _atOnce);
            _turn.Release();
        }
    }

    private sealed record Partition(string Id);

    private sealed record Parts(long Count);
}
