using System.Globalization;
using CozeLoop.Contracts.Api;
using CozeLoop.Experiments.Comparisons;
using CozeLoop.Experiments.Storage;
using CozeLoop.Platform.Relational;
using Dapper;

namespace CozeLoop.Experiments.Runs;

/// <summary>
/// Ends a run whose further calls cannot succeed: its model does not exist, its connection is gone, or every call that an arm begins with
/// is rejected as invalid or finds nothing at the address. Waiting mends none of these, so the rest of the sample is not spent on them.
/// </summary>
internal sealed class RunFailures(RunOptions options, RunSources sources)
{
    /// <summary>What one request alone may meet too: some servers answer 404 where no model of theirs takes an image.</summary>
    private static readonly string[] Rejections = [FailureCauses.EndpointNotFound, FailureCauses.InvalidRequest];

    /// <summary>What a call of a failed run ended with that is asked anew when the run is resumed.</summary>
    private static readonly string[] Causes = [FailureCauses.ModelNotFound, .. Rejections];

    /// <summary>After the outcome of <paramref name="call"/> is written.</summary>
    /// <returns>Whether the run is over.</returns>
    public async Task<bool> EndAsync(Transaction tx, RunPlan plan, CallRow call, ModelCallFailure failure, long now)
    {
        if (!await IsHopelessAsync(tx, call, failure))
            return false;
        var why = WhyOf(plan, call.Arm, failure);
        int ended = await tx.Connection.ExecuteAsync(
            $"""
            UPDATE runs SET state = '{RunStates.Failed}', state_reason = @Sentence, failure_json = @json, finished_ms = @now,
                paused_by = NULL, probe_ms = NULL
            WHERE id = @RunId AND state IN ('{RunStates.Running}', '{RunStates.Paused}')
            """,
            new
            {
                plan.RunId,
                why.Sentence,
                json = Columns.ToJson(why),
                now,
            },
            tx.DbTransaction
        );
        if (ended == 0)
            return true; // Another call in flight met the same.
        await tx.Connection.ExecuteAsync(
            $"""
            UPDATE run_calls SET state = '{CallStates.Skipped}', cause = '{CallCauses.RunFailed}', cause_message = NULL
            WHERE run_id = @RunId AND state IN ('{CallStates.Pending}', '{CallStates.Woken}')
            """,
            new { plan.RunId },
            tx.DbTransaction
        );
        tx.Raise(new RunFailed(call.WorkspaceId, sources.Named(plan.Source), plan.RunId, why.Sentence));
        return true;
    }

    /// <summary>Lets the run go on where it stopped: what was skipped and what failed is to be called.</summary>
    /// <returns>0 where it has not failed.</returns>
    public static async Task<int> ResumeAsync(Transaction tx, string runId)
    {
        int resumed = await tx.Connection.ExecuteAsync(
            $"UPDATE runs SET state = '{RunStates.Running}', state_reason = NULL, failure_json = NULL, finished_ms = NULL, faults = 0, "
                + $"probe_ms = NULL, probe_wait_ms = 0 WHERE id = @runId AND state = '{RunStates.Failed}'",
            new { runId },
            tx.DbTransaction
        );
        if (resumed > 0)
            await tx.Connection.ExecuteAsync(
                $"""
                UPDATE run_calls SET state = '{CallStates.Pending}', cause = NULL, cause_message = NULL
                WHERE run_id = @runId AND ((state = '{CallStates.Skipped}' AND cause = '{CallCauses.RunFailed}')
                    OR (state = '{CallStates.Missing}' AND cause IN @Causes))
                """,
                new { runId, Causes },
                tx.DbTransaction
            );
        return resumed;
    }

    private async Task<bool> IsHopelessAsync(Transaction tx, CallRow call, ModelCallFailure failure)
    {
        // Without a status nobody was asked: the connection was deleted.
        if (failure is { Cause: FailureCauses.ModelNotFound } or { Cause: FailureCauses.EndpointNotFound, Status: null })
            return true;
        // An arm makes at least one of an item's calls, so its first ones have low numbers.
        if (!Rejections.Contains(failure.Cause) || call.Seq >= options.RejectionsToFail * SeededOrder.MostCalls)
            return false;
        // Of the last two at once the second must see the first.
        await tx.Connection.ExecuteScalarAsync<string>($"SELECT id FROM runs WHERE id = @RunId{tx.ForUpdate}", call, tx.DbTransaction);
        string?[] first =
        [
            .. await tx.Connection.QueryAsync<string?>(
                $"SELECT CASE WHEN state = '{CallStates.Missing}' THEN cause END FROM run_calls "
                    + "WHERE run_id = @RunId AND arm = @Arm ORDER BY seq LIMIT @RejectionsToFail",
                new
                {
                    call.RunId,
                    call.Arm,
                    options.RejectionsToFail,
                },
                tx.DbTransaction
            ),
        ];
        return first.All(Rejections.Contains);
    }

    private static RunFailure WhyOf(RunPlan plan, string arm, ModelCallFailure failure)
    {
        var names = arm == Arms.Candidate ? plan.Candidate : plan.Baseline;
        var why = new RunFailure(arm, failure.Cause, names.Connection, names.Model, Columns.Words(failure.Message) ?? "–");
        return why with
        {
            Sentence = FailureSentences.Of(why, CultureInfo.GetCultureInfo("en")),
            SentenceZh = FailureSentences.Of(why, CultureInfo.GetCultureInfo("zh-Hans")),
        };
    }
}
