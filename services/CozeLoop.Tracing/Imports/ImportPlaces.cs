using CozeLoop.Platform.Relational;
using Dapper;

namespace CozeLoop.Tracing.Imports;

/// <summary>
/// Where conversations without times stand in the list. A span's start is part of its identity, so what is imported again must stand where
/// it stood the first time: then it replaces and does not double.
/// </summary>
internal sealed class ImportPlaces(TracingDatabase database)
{
    /// <summary>The start of each conversation in nanoseconds since 1970: the remembered one, else the wanted one, which is
    /// remembered.</summary>
    public Task<IReadOnlyDictionary<string, long>> ReserveAsync(
        long workspaceId,
        IReadOnlyList<(string Key, long Wanted)> conversations,
        CancellationToken ct
    ) => database.WriteAsync(tx => ReserveAsync(tx, workspaceId, conversations), ct);

    private static async Task<IReadOnlyDictionary<string, long>> ReserveAsync(
        Transaction tx,
        long workspaceId,
        IReadOnlyList<(string Key, long Wanted)> conversations
    )
    {
        const string Find = "SELECT start_unix_nano FROM import_places WHERE workspace_id = @workspaceId AND content_key = @key";
        const string Insert = "INSERT INTO import_places (workspace_id, content_key, start_unix_nano) VALUES (@workspaceId, @key, @wanted)";
        var starts = new Dictionary<string, long>();
        foreach (var (key, wanted) in conversations)
        {
            if (starts.ContainsKey(key))
                continue;
            long? known = await tx.Connection.QueryFirstOrDefaultAsync<long?>(Find, new { workspaceId, key }, tx.DbTransaction);
            if (known is null)
                await tx.Connection.ExecuteAsync(
                    Insert,
                    new
                    {
                        workspaceId,
                        key,
                        wanted,
                    },
                    tx.DbTransaction
                );
            starts[key] = known ?? wanted;
        }
        return starts;
    }
}
