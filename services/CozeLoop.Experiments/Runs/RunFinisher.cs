using CozeLoop.Contracts.Api;
using CozeLoop.Experiments.Comparisons;
using CozeLoop.Experiments.Storage;
using Dapper;

namespace CozeLoop.Experiments.Runs;

/// <summary>Compares the arms when the last call is at its end; whoever comes first writes the verdict.</summary>
internal sealed class RunFinisher(ExperimentsDatabase db, ReplayStore store, RunReader reader, TimeProvider time)
{
    public async Task FinishIfDoneAsync(long workspace, string replayId, CancellationToken ct)
    {
        bool hasOpen = await db.ReadAsync(c => ReplayStore.HasOpenCallsAsync(c, replayId, null), ct);
        if (hasOpen || await store.FindAsync(workspace, replayId, ct) is not { State: ReplayStates.Running } replay)
            return;
        var comparison = ComparisonOf.Run(await reader.ReadAsync(replay, ct));
        await db.WriteAsync(
            async tx =>
            {
                long now = time.Now();
                int changed = await tx.Connection.ExecuteAsync(
                    $"UPDATE replays SET state = '{ReplayStates.Finished}', state_reason = NULL, finished_ms = @now, "
                        + $"comparison_json = @json WHERE id = @Id AND state = '{ReplayStates.Running}'",
                    new
                    {
                        replay.Id,
                        now,
                        json = Columns.ToJson(comparison),
                    },
                    tx.DbTransaction
                );
                if (changed == 0)
                    return;
                tx.Raise(new RunCompleted(workspace, replayId, comparison.Verdict));
            },
            ct
        );
    }
}
