using CozeLoop.Contracts;
using CozeLoop.Contracts.Api;
using CozeLoop.Experiments.Storage;
using CozeLoop.Platform.Auth;
using Dapper;

namespace CozeLoop.Experiments.Replays;

/// <summary>What each person has answered the wizard so far, in each workspace, so that neither a reload nor a restart loses it.</summary>
internal sealed class DraftStore(ExperimentsDatabase db, TimeProvider time)
{
    private const string Mine = "WHERE workspace_id = @WorkspaceId AND actor = @Actor";

    public async Task<ReplayDraft?> FindAsync(Caller caller, CancellationToken ct)
    {
        var row = await db.ReadAsync(
            c =>
                c.QuerySingleOrDefaultAsync<Row>(
                    $"SELECT answers AS Answers, system_prompt AS SystemPrompt, updated_ms AS UpdatedMs FROM replay_drafts {Mine}",
                    caller
                ),
            ct
        );
        return row is null ? null : new ReplayDraft(row.Answers, row.SystemPrompt, Times.OfUnixMs(row.UpdatedMs));
    }

    public Task<ReplayDraft> PutAsync(Caller caller, PutReplayDraft draft, CancellationToken ct) =>
        db.WriteAsync(
            async tx =>
            {
                long now = time.UnixMs();
                var row = new
                {
                    caller.WorkspaceId,
                    caller.Actor,
                    draft.Answers,
                    draft.SystemPrompt,
                    now,
                };
                int changed = await tx.Connection.ExecuteAsync(
                    $"UPDATE replay_drafts SET answers = @Answers, system_prompt = @SystemPrompt, updated_ms = @now {Mine}",
                    row,
                    tx.DbTransaction
                );
                if (changed == 0)
                {
                    await tx.Connection.ExecuteAsync(
                        """
                        INSERT INTO replay_drafts (workspace_id, actor, answers, system_prompt, updated_ms)
                        VALUES (@WorkspaceId, @Actor, @Answers, @SystemPrompt, @now)
                        """,
                        row,
                        tx.DbTransaction
                    );
                }
                return new ReplayDraft(draft.Answers, draft.SystemPrompt, Times.OfUnixMs(now));
            },
            ct
        );

    public Task DiscardAsync(Caller caller, CancellationToken ct) =>
        db.WriteAsync(tx => tx.Connection.ExecuteAsync($"DELETE FROM replay_drafts {Mine}", caller, tx.DbTransaction), ct);

    private sealed class Row
    {
        public string Answers { get; set; } = "";
        public string? SystemPrompt { get; set; }
        public long UpdatedMs { get; set; }
    }
}
