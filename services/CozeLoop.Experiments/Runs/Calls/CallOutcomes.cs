using CozeLoop.Chat;
using CozeLoop.Contracts;
using CozeLoop.Contracts.Api;
using CozeLoop.Contracts.Messages;
using CozeLoop.Experiments.Storage;
using CozeLoop.Platform.Relational;
using Dapper;

namespace CozeLoop.Experiments.Runs.Calls;

/// <summary>Records what came of a call, asks for its scores, and makes room for the next: one transaction.</summary>
internal sealed class CallOutcomes(ExperimentsDatabase db, CallLease lease, RunPauses pauses, RunFailures failures, TimeProvider time)
{
    /// <returns>Whether no other call is under way, so that the run may be at its end.</returns>
    public Task<bool> RecordAsync(LeasedCall taken, RunPlan plan, ItemRow item, ModelCallResult result, bool probe, CancellationToken ct) =>
        db.WriteAsync(
            async tx =>
            {
                // Another worker took over while this one was taken for dead: its outcome counts.
                if (!await lease.HoldsAsync(tx, taken.Call.Id))
                    return false;
                long now = time.UnixMs();
                var verdict = CallVerdict.Of(result);
                if (verdict is CallVerdict.ProviderFault fault)
                {
                    await pauses.FaultAsync(tx, taken, fault, probe, now);
                }
                else
                {
                    await StoreAsync(tx, taken, result, StateOf(verdict, plan.Evaluators.Count), CauseOf(verdict), now);
                    if (verdict is CallVerdict.Answer && plan.Evaluators.Count > 0)
                        tx.Publish(Topics.Evaluations, Subject(taken.Call, item, result.Message!, plan.Evaluators));
                    bool over = result.Failure is { } failure && await failures.EndAsync(tx, plan, taken.Call, failure, now);
                    if (!over)
                        await RunPauses.AnsweredAsync(tx, plan.RunId, probe);
                }
                tx.Raise(new RunProgressed(taken.Call.WorkspaceId, plan.RunId));
                return await CallWindow.FillAsync(tx, plan.RunId, now) == 0;
            },
            ct
        );

    /// <summary>
    /// What an evaluator may see: the recorded history, which is the same for both arms, the answer, and the recorded answer. The arm's own
    /// prompt is not in it, or a judge could tell the arms apart.
    /// </summary>
    public static EvaluateSubject Subject(CallRow call, ItemRow item, ChatMessage answer, IReadOnlyList<PlannedEvaluator> evaluators)
    {
        var span = CallRequest.Span(call);
        return new EvaluateSubject(
            call.WorkspaceId,
            call.Id,
            Columns.FromJson<IReadOnlyList<ChatMessage>>(item.MessagesJson),
            answer with
            {
                Reasoning = null,
            },
            Columns.FromJsonOrNull<ChatMessage>(item.RecordedJson),
            [.. evaluators.Select(e => e.Reference)],
            span.TraceId,
            span.SpanId,
            call.RunId
        );
    }

    private static string StateOf(CallVerdict verdict, int evaluators) =>
        verdict switch
        {
            CallVerdict.Answer => evaluators > 0 ? CallStates.Answered : CallStates.Done,
            CallVerdict.WorstScore => CallStates.Failed,
            _ => CallStates.Missing,
        };

    private static string? CauseOf(CallVerdict verdict) =>
        verdict switch
        {
            CallVerdict.WorstScore worst => worst.Cause,
            CallVerdict.Missing missing => missing.Cause,
            _ => null,
        };

    private static Task<int> StoreAsync(Transaction tx, LeasedCall taken, ModelCallResult result, string state, string? cause, long now) =>
        tx.Connection.ExecuteAsync(
            """
            UPDATE run_calls SET state = @state, cause = @cause, cause_message = @said, message_json = @message, usage_json = @usage,
                cost_nano = @cost, latency_ms = @LatencyMs, ttft_ms = @TimeToFirstTokenMs, cached = @Cached, simulated = @Simulated,
                repeated = @repeated, answered_ms = @now, lease_owner = NULL, lease_ms = NULL
            WHERE id = @Id
            """,
            new
            {
                taken.Call.Id,
                state,
                cause,
                said = Columns.Words(result.Failure?.Message),
                message = result.Message is null ? null : Columns.ToJson(result.Message),
                usage = Columns.ToJson(result.Usage),
                cost = Columns.ToNano(result.CostUsd),
                result.LatencyMs,
                result.TimeToFirstTokenMs,
                result.Cached,
                result.Simulated,
                repeated = result.OutcomeWasUnknown,
                now,
            },
            tx.DbTransaction
        );
}
