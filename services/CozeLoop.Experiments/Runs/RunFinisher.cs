using CozeLoop.Contracts;
using CozeLoop.Contracts.Api;
using CozeLoop.Experiments.Comparisons;
using CozeLoop.Experiments.Runs.Reading;
using CozeLoop.Experiments.Storage;
using Dapper;

namespace CozeLoop.Experiments.Runs;

/// <summary>Compares the arms when the last call is at its end; whoever comes first writes the verdict.</summary>
internal sealed class RunFinisher(ExperimentsDatabase db, RunStore store, OutcomeReader reader, RunSources sources, TimeProvider time)
{
    public async Task FinishIfDoneAsync(long workspace, string runId, CancellationToken ct)
    {
        bool hasOpen = await db.ReadAsync(c => RunStore.HasOpenCallsAsync(c, runId, null), ct);
        if (hasOpen || await store.FindAsync(workspace, runId, ct) is not { State: RunStates.Running } run)
            return;
        var comparison = ComparisonOf.Run(await reader.ReadAsync(run, ct));
        await db.WriteAsync(
            async tx =>
            {
                long now = time.UnixMs();
                int changed = await tx.Connection.ExecuteAsync(
                    $"UPDATE runs SET state = '{RunStates.Finished}', state_reason = NULL, finished_ms = @now, "
                        + $"comparison_json = @json WHERE id = @Id AND state = '{RunStates.Running}'",
                    new
                    {
                        run.Id,
                        now,
                        json = Columns.ToJson(comparison),
                    },
                    tx.DbTransaction
                );
                if (changed == 0)
                    return;
                tx.Raise(new RunCompleted(workspace, sources.Of(run), runId, comparison.Verdict));
            },
            ct
        );
    }
}
