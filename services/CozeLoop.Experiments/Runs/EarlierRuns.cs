using CozeLoop.Contracts.Api;
using CozeLoop.Experiments.Storage;
using Dapper;

namespace CozeLoop.Experiments.Runs;

/// <summary>What earlier runs say about a new one.</summary>
internal sealed class EarlierRuns(ExperimentsDatabase db)
{
    /// <summary>Share of groups that differed in the last finished run of the prompt; null where none differed or none was run.</summary>
    public async Task<double?> DiscordanceAsync(long workspace, string? promptKey, CancellationToken ct)
    {
        if (promptKey is null)
            return null;
        string? json = await db.ReadAsync(
            c =>
                c.QueryFirstOrDefaultAsync<string?>(
                    "SELECT comparison_json FROM runs WHERE workspace_id = @workspace AND prompt_key = @promptKey AND "
                        + $"state = '{RunStates.Finished}' AND comparison_json IS NOT NULL ORDER BY finished_ms DESC LIMIT 1",
                    new { workspace, promptKey }
                ),
            ct
        );
        return Columns.FromJsonOrNull<Comparison>(json) is { Clusters: > 0, DiscordantClusters: > 0 } last
            ? (double)last.DiscordantClusters / last.Clusters
            : null;
    }
}
