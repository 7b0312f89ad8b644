using CozeLoop.Contracts.Messages;
using CozeLoop.Experiments.Storage;
using Dapper;

namespace CozeLoop.Experiments.Runs;

/// <summary>Keeps with a run which judges its scores wait for, so that whoever looks at it sees why it does not go on.</summary>
internal sealed class WaitingJudges(ExperimentsDatabase db)
{
    /// <param name="version">Of the fact; an older one than that kept changes nothing.</param>
    public Task KeepAsync(long workspace, long version, RunWaits told, CancellationToken ct) =>
        db.WriteAsync(
            async tx =>
            {
                int changed = await tx.Connection.ExecuteAsync(
                    "UPDATE runs SET waiting = @waiting, waiting_version = @version "
                        + "WHERE id = @RunId AND workspace_id = @workspace AND waiting_version <= @version",
                    new
                    {
                        told.RunId,
                        workspace,
                        version,
                        waiting = told.Waits.Count == 0 ? null : Columns.ToJson(told.Waits),
                    },
                    tx.DbTransaction
                );
                if (changed > 0)
                    tx.Raise(new RunProgressed(workspace, told.RunId));
            },
            ct
        );
}
