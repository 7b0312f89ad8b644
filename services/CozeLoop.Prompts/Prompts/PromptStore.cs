using System.Data.Common;
using CozeLoop.Contracts;
using CozeLoop.Contracts.Api;
using CozeLoop.Platform.Auth;
using CozeLoop.Platform.Relational;
using CozeLoop.Platform.Web;
using CozeLoop.Prompts.Labels;
using CozeLoop.Prompts.Versions;
using Dapper;

namespace CozeLoop.Prompts.Prompts;

/// <summary>Prompts as they are listed, read, created and deleted.</summary>
internal sealed class PromptStore(PromptsDatabase database, TimeProvider time)
{
    public const string List = "prompts";

    private const string SelectRow = """
        SELECT prompt_key AS "Key", name, sample, draft_revision AS DraftRevision, created_at AS CreatedAt, updated_at AS UpdatedAt
        FROM prompts WHERE workspace_id = @workspace AND prompt_key = @key
        """;

    /// <summary>In order of the key.</summary>
    public Task<Page<PromptSummary>> ListAsync(long workspace, int limit, Cursor? after, CancellationToken ct) =>
        database.ReadAsync(
            async c =>
            {
                var rows = (
                    await c.QueryAsync<PromptRow>(
                        """
                        SELECT p.prompt_key AS "Key", p.name, p.sample, p.updated_at AS UpdatedAt,
                            (SELECT MAX(v.version) FROM versions v WHERE v.workspace_id = p.workspace_id
                                AND v.prompt_key = p.prompt_key) AS LatestVersion
                        FROM prompts p WHERE p.workspace_id = @workspace AND p.prompt_key > @key ORDER BY p.prompt_key LIMIT @rows
                        """,
                        new
                        {
                            workspace,
                            key = after?.Id ?? "",
                            rows = limit + 1,
                        }
                    )
                ).AsList();
                var labels = (
                    await c.QueryAsync<LabelRow>(
                        """
                        SELECT prompt_key AS "Key", label, version FROM labels
                        WHERE workspace_id = @workspace AND prompt_key IN @keys
                        """,
                        new { workspace, keys = rows.Select(r => r.Key) }
                    )
                ).ToLookup(l => l.Key);
                return PageRequest.Page(
                    List,
                    rows,
                    limit,
                    r => new Cursor(0, r.Key),
                    r => new PromptSummary(
                        r.Key,
                        r.Name,
                        (int?)r.LatestVersion,
                        labels[r.Key].ToDictionary(l => l.Label, l => (int)l.Version),
                        Times.OfUnixMs(r.UpdatedAt),
                        r.Sample != 0
                    )
                );
            },
            ct
        );

    /// <summary>Null where the workspace has no such prompt.</summary>
    public Task<Prompt?> FindAsync(long workspace, string key, CancellationToken ct) =>
        database.ReadAsync(c => ReadAsync(c, workspace, key), ct);

    /// <summary>Null where the key is taken.</summary>
    public Task<Prompt?> CreateAsync(Caller caller, CreatePrompt create, CancellationToken ct) =>
        database.WriteAsync(
            async tx =>
            {
                var args = new
                {
                    workspace = caller.WorkspaceId,
                    key = create.Key,
                    name = create.Name ?? create.Key,
                    sample = create.Sample ? 1 : 0,
                    now = time.UnixMs(),
                };
                if (await RowAsync(tx.Connection, tx.DbTransaction, caller.WorkspaceId, create.Key) is not null)
                    return null;
                await tx.Connection.ExecuteAsync(
                    "INSERT INTO prompts (workspace_id, prompt_key, name, sample, draft_revision, created_at, "
                        + "updated_at) VALUES (@workspace, @key, @name, @sample, 1, @now, @now)",
                    args,
                    tx.DbTransaction
                );
                tx.Raise(new PromptCreated(caller, create.Key));
                return await ReadAsync(tx.Connection, caller.WorkspaceId, create.Key, tx.DbTransaction);
            },
            ct
        );

    /// <summary>False where there is no such prompt. Versions, labels and their history go with it; the audit log keeps that it
    /// was.</summary>
    public Task<bool> DeleteAsync(Caller caller, string key, CancellationToken ct) =>
        database.WriteAsync(
            async tx =>
            {
                var args = new { workspace = caller.WorkspaceId, key };
                if (
                    await tx.Connection.ExecuteAsync(
                        "DELETE FROM prompts WHERE workspace_id = @workspace AND prompt_key = @key",
                        args,
                        tx.DbTransaction
                    ) == 0
                )
                    return false;
                long latest =
                    await tx.Connection.ExecuteScalarAsync<long?>(
                        "SELECT MAX(version) FROM versions WHERE workspace_id = @workspace AND prompt_key = @key",
                        args,
                        tx.DbTransaction
                    ) ?? 0;
                foreach (string table in (string[])["drafts", "versions", "labels", "promotions"])
                {
                    await tx.Connection.ExecuteAsync(
                        $"DELETE FROM {table} WHERE workspace_id = @workspace AND prompt_key = @key",
                        args,
                        tx.DbTransaction
                    );
                }
                tx.Raise(new PromptDeleted(caller, key, (int)latest));
                return true;
            },
            ct
        );

    public static Task<PromptRow?> RowAsync(DbConnection c, DbTransaction? tx, long workspace, string key) =>
        c.QuerySingleOrDefaultAsync<PromptRow>(SelectRow, new { workspace, key }, tx);

    /// <summary>For a change of the prompt or of anything that belongs to it: of two simultaneous changes the second sees what the first
    /// did.</summary>
    public static Task<PromptRow?> LockAsync(Transaction tx, long workspace, string key) =>
        tx.Connection.QuerySingleOrDefaultAsync<PromptRow>(SelectRow + tx.ForUpdate, new { workspace, key }, tx.DbTransaction);

    public static async Task<Prompt?> ReadAsync(DbConnection c, long workspace, string key, DbTransaction? tx = null)
    {
        var row = await RowAsync(c, tx, workspace, key);
        if (row is null)
            return null;
        return new Prompt(
            row.Key,
            row.Name,
            await DraftStore.ReadAsync(c, tx, workspace, key),
            await VersionStore.ListAsync(c, tx, workspace, key),
            await LabelStore.ReadAsync(c, tx, workspace, key),
            await LabelStore.PromotionsAsync(c, tx, workspace, key),
            row.Etag
        );
    }
}

internal sealed class PromptRow
{
    public string Key { get; init; } = "";
    public string Name { get; init; } = "";
    public long Sample { get; init; }
    public long DraftRevision { get; init; }
    public long CreatedAt { get; init; }
    public long UpdatedAt { get; init; }
    public long? LatestVersion { get; init; }

    /// <summary>The time keeps a prompt that was deleted and made again apart from its predecessor.</summary>
    public string Etag => $"\"{CreatedAt:x}-{DraftRevision}\"";
}
