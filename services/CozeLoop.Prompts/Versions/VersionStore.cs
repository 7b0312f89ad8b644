using System.Data.Common;
using System.Text.Json;
using CozeLoop.Chat;
using CozeLoop.Contracts;
using CozeLoop.Contracts.Api;
using CozeLoop.Contracts.Prompts;
using CozeLoop.Platform.Auth;
using CozeLoop.Platform.Relational;
using CozeLoop.Platform.Threading;
using CozeLoop.Prompts.Prompts;
using Dapper;

namespace CozeLoop.Prompts.Versions;

/// <summary>Committed versions: numbered from 1, never changed.</summary>
internal sealed class VersionStore(PromptsDatabase database, VersionCache cache, TimeProvider time)
{
    private const string Select =
        "SELECT version, messages, description, actor, created_at AS CreatedAt FROM "
        + "versions WHERE workspace_id = @workspace AND prompt_key = @key";

    private readonly SingleFlight<(long, string, int), byte[]?> _reads = new();

    /// <summary>
    /// Commits the messages given, else the draft (which is gone then). A commit that equals the latest version answers that version, so
    /// that a repeated request makes none; going back to an older text is a new version.
    /// </summary>
    public Task<CommitOutcome> CommitAsync(Caller caller, string key, CommitVersion commit, CancellationToken ct) =>
        database.WriteAsync<CommitOutcome>(
            async tx =>
            {
                long workspace = caller.WorkspaceId;
                if (await PromptStore.LockAsync(tx, workspace, key) is null)
                    return new CommitOutcome.NoPrompt();
                var messages = commit.Messages ?? (await DraftStore.ReadAsync(tx.Connection, tx.DbTransaction, workspace, key))?.Messages;
                if (messages is null)
                    return new CommitOutcome.NoDraft();
                long now = time.UnixMs();
                if (commit.Messages is null)
                    await DraftStore.RemoveAsync(tx, workspace, key, now);
                string content = JsonSerializer.Serialize(messages, Json.Compact);
                var latest = await tx.Connection.QuerySingleOrDefaultAsync<VersionRow>(
                    Select + " ORDER BY version DESC LIMIT 1",
                    new { workspace, key },
                    tx.DbTransaction
                );
                if (latest?.Messages == content)
                    return new CommitOutcome.Unchanged(latest.ToVersion());
                var row = new VersionRow
                {
                    Version = (latest?.Version ?? 0) + 1,
                    Messages = content,
                    Description = commit.Description ?? "",
                    Actor = caller.Actor,
                    CreatedAt = now,
                };
                await InsertAsync(tx, workspace, key, row);
                tx.Raise(new PromptCommitted(caller, key, row.Version));
                return new CommitOutcome.Committed(row.ToVersion());
            },
            ct
        );

    /// <summary>Version <paramref name="version"/>, or the latest where it is null; null where there is none.</summary>
    public async Task<PromptVersion?> FindAsync(long workspace, string key, int? version, CancellationToken ct)
    {
        if (version is not { } number)
            return await ReadAsync(workspace, key, null, ct);
        return await FindJsonAsync(workspace, key, number, ct) is { } json
            ? JsonSerializer.Deserialize<PromptVersion>(json, Json.Api)
            : null;
    }

    /// <summary>The version in the API's form, in UTF-8; null where there is none.</summary>
    public async Task<byte[]?> FindJsonAsync(long workspace, string key, int version, CancellationToken ct)
    {
        if (await cache.FindAsync(workspace, key, version) is { } known)
            return known;
        return await _reads.RunAsync((workspace, key, version), () => ReadJsonAsync(workspace, key, version), ct);
    }

    private async Task<byte[]?> ReadJsonAsync(long workspace, string key, int version)
    {
        if (await ReadAsync(workspace, key, version, CancellationToken.None) is not { } found)
            return null;
        byte[] json = JsonSerializer.SerializeToUtf8Bytes(found, Json.Api);
        await cache.KeepAsync(workspace, key, version, json);
        return json;
    }

    private Task<PromptVersion?> ReadAsync(long workspace, string key, int? version, CancellationToken ct) =>
        database.ReadAsync(
            async c =>
            {
                string sql = Select + (version is null ? " ORDER BY version DESC LIMIT 1" : " AND version = @version");
                return (
                    await c.QuerySingleOrDefaultAsync<VersionRow>(
                        sql,
                        new
                        {
                            workspace,
                            key,
                            version,
                        }
                    )
                )?.ToVersion();
            },
            ct
        );

    /// <summary>Newest first.</summary>
    public static async Task<IReadOnlyList<PromptVersion>> ListAsync(DbConnection c, DbTransaction? tx, long workspace, string key) =>
        [.. (await c.QueryAsync<VersionRow>(Select + " ORDER BY version DESC", new { workspace, key }, tx)).Select(r => r.ToVersion())];

    private static async Task InsertAsync(Transaction tx, long workspace, string key, VersionRow row)
    {
        var args = new
        {
            workspace,
            key,
            row.Version,
            row.Messages,
            row.Description,
            row.Actor,
            row.CreatedAt,
        };
        await tx.Connection.ExecuteAsync(
            """
            INSERT INTO versions (workspace_id, prompt_key, version, messages, description, actor, created_at)
            VALUES (@workspace, @key, @Version, @Messages, @Description, @Actor, @CreatedAt)
            """,
            args,
            tx.DbTransaction
        );
        await tx.Connection.ExecuteAsync(
            "UPDATE prompts SET updated_at = @CreatedAt WHERE workspace_id = @workspace AND prompt_key = @key",
            args,
            tx.DbTransaction
        );
    }

    private sealed class VersionRow
    {
        public long Version { get; init; }
        public string Messages { get; init; } = "";
        public string Description { get; init; } = "";
        public string Actor { get; init; } = "";
        public long CreatedAt { get; init; }

        public PromptVersion ToVersion()
        {
            var messages = JsonSerializer.Deserialize<List<ChatMessage>>(Messages, Json.Compact)!;
            return new PromptVersion(
                (int)Version,
                messages,
                Description,
                Actor,
                Times.OfUnixMs(CreatedAt),
                MessageTemplates.Variables(messages)
            );
        }
    }
}

internal abstract record CommitOutcome
{
    private CommitOutcome() { }

    public sealed record NoPrompt : CommitOutcome;

    public sealed record NoDraft : CommitOutcome;

    public sealed record Unchanged(PromptVersion Version) : CommitOutcome;

    public sealed record Committed(PromptVersion Version) : CommitOutcome;
}
