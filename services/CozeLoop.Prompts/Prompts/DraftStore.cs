using System.Data.Common;
using System.Text.Json;
using CozeLoop.Chat;
using CozeLoop.Contracts;
using CozeLoop.Contracts.Api;
using CozeLoop.Platform.Auth;
using CozeLoop.Platform.Relational;
using Dapper;

namespace CozeLoop.Prompts.Prompts;

/// <summary>The one draft of a prompt.</summary>
internal sealed class DraftStore(PromptsDatabase database, TimeProvider time)
{
    /// <summary>Replaces the draft, unless <paramref name="ifMatch"/> names another state of it than the present one.</summary>
    public Task<DraftOutcome> PutAsync(
        Caller caller,
        string key,
        IReadOnlyList<ChatMessage> messages,
        string? ifMatch,
        CancellationToken ct
    ) =>
        database.WriteAsync<DraftOutcome>(
            async tx =>
            {
                var row = await PromptStore.LockAsync(tx, caller.WorkspaceId, key);
                if (row is null)
                    return new DraftOutcome.NoPrompt();
                if (!Matches(ifMatch, row.Etag))
                    return new DraftOutcome.Stale(row.Etag);
                var args = new
                {
                    workspace = caller.WorkspaceId,
                    key,
                    messages = JsonSerializer.Serialize(messages, Json.Compact),
                    now = time.UnixMs(),
                };
                await tx.Connection.ExecuteAsync(
                    "DELETE FROM drafts WHERE workspace_id = @workspace AND prompt_key = @key",
                    args,
                    tx.DbTransaction
                );
                await tx.Connection.ExecuteAsync(
                    """
                    INSERT INTO drafts (workspace_id, prompt_key, messages, based_on, updated_at)
                    SELECT @workspace, @key, @messages, (SELECT MAX(version) FROM versions WHERE workspace_id = @workspace
                        AND prompt_key = @key), @now
                    """,
                    args,
                    tx.DbTransaction
                );
                await TouchAsync(tx, caller.WorkspaceId, key, args.now);
                tx.Raise(new PromptDrafted(caller, key));
                return new DraftOutcome.Put((await PromptStore.ReadAsync(tx.Connection, caller.WorkspaceId, key, tx.DbTransaction))!);
            },
            ct
        );

    public static async Task<PromptDraft?> ReadAsync(DbConnection c, DbTransaction? tx, long workspace, string key)
    {
        var row = await c.QuerySingleOrDefaultAsync<DraftRow>(
            "SELECT messages, based_on AS BasedOn, updated_at AS UpdatedAt FROM drafts "
                + "WHERE workspace_id = @workspace AND prompt_key = @key",
            new { workspace, key },
            tx
        );
        return row is null
            ? null
            : new PromptDraft(
                JsonSerializer.Deserialize<List<ChatMessage>>(row.Messages, Json.Compact)!,
                (int?)row.BasedOn,
                Times.OfUnixMs(row.UpdatedAt)
            );
    }

    /// <summary>A commit of the draft takes it away.</summary>
    public static async Task RemoveAsync(Transaction tx, long workspace, string key, long now)
    {
        int removed = await tx.Connection.ExecuteAsync(
            "DELETE FROM drafts WHERE workspace_id = @workspace AND prompt_key = @key",
            new { workspace, key },
            tx.DbTransaction
        );
        if (removed > 0)
            await TouchAsync(tx, workspace, key, now);
    }

    private static async Task TouchAsync(Transaction tx, long workspace, string key, long now) =>
        await tx.Connection.ExecuteAsync(
            "UPDATE prompts SET draft_revision = draft_revision + 1, updated_at = @now "
                + "WHERE workspace_id = @workspace AND prompt_key = @key",
            new
            {
                workspace,
                key,
                now,
            },
            tx.DbTransaction
        );

    /// <summary>RFC 9110 13.1.1: a list of tags, or <c>*</c> for any state. Absent means "whatever it is".</summary>
    internal static bool Matches(string? ifMatch, string etag) =>
        ifMatch is null
        || ifMatch.Trim() == "*"
        || ifMatch.Split(',', StringSplitOptions.TrimEntries).Contains(etag, StringComparer.Ordinal);

    private sealed class DraftRow
    {
        public string Messages { get; init; } = "";
        public long? BasedOn { get; init; }
        public long UpdatedAt { get; init; }
    }
}

internal abstract record DraftOutcome
{
    private DraftOutcome() { }

    public sealed record NoPrompt : DraftOutcome;

    /// <param name="Etag">Of the draft as it is.</param>
    public sealed record Stale(string Etag) : DraftOutcome;

    public sealed record Put(Prompt Prompt) : DraftOutcome;
}
