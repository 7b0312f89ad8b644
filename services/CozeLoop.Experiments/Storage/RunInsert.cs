using CozeLoop.Contracts;
using CozeLoop.Contracts.Api;
using CozeLoop.Experiments.Runs;
using CozeLoop.Platform.Relational;
using Dapper;

namespace CozeLoop.Experiments.Storage;

/// <summary>Writes a planned run with its items and calls in one transaction.</summary>
internal static class RunInsert
{
    public static async Task WriteAsync(Transaction tx, string id, long workspace, string actor, PlannedRun planned, long nowMs)
    {
        await InsertRunAsync(tx, id, workspace, actor, planned, nowMs);
        var items = planned.Items.Select((item, position) => (Row: Item(id, workspace, item, position), position)).ToArray();
        await tx.Connection.ExecuteAsync(
            """
            INSERT INTO run_items (id, run_id, workspace_id, position, cluster_key, turn, title, recovery, trace_id, span_id,
                session_id, messages_json, replaced, head_json, recorded_json, tools_json, parameters_json, occurrence)
            VALUES (@Id, @RunId, @WorkspaceId, @Position, @Cluster, @Turn, @Title, @Recovery, @TraceId, @SpanId, @SessionId,
                @MessagesJson, @Replaced, @HeadJson, @RecordedJson, @ToolsJson, @ParametersJson, @Occurrence)
            """,
            items.Select(i => i.Row),
            tx.DbTransaction
        );
        var calls = items.SelectMany(i => Calls(i.Row, i.position, planned.Calls));
        await tx.Connection.ExecuteAsync(
            "INSERT INTO run_calls (id, run_id, workspace_id, item_id, seq, arm, sample, state) "
                + "VALUES (@Id, @RunId, @WorkspaceId, @ItemId, @Seq, @Arm, @Sample, @State)",
            calls,
            tx.DbTransaction
        );
    }

    private static Task<int> InsertRunAsync(Transaction tx, string id, long workspace, string actor, PlannedRun planned, long nowMs) =>
        tx.Connection.ExecuteAsync(
            $"""
            INSERT INTO runs (id, workspace_id, source, name, state, request, plan_json, arms_json, evaluators_json, exclusions_json,
                concurrency, budget_nano, call_nano, sample_hash, attempt, prompt_key, baseline_version, candidate_version, actor,
                created_ms)
            VALUES (@id, @workspace, @Source, @Name, '{RunStates.Planned}', @request, @plan, @arms, @evaluators, @exclusions,
                @Concurrency, @budget, @call, @SampleHash, 1, @PromptKey, @BaselineVersion, @CandidateVersion, @actor, @nowMs)
            """,
            new
            {
                id,
                workspace,
                planned.Source,
                planned.Name,
                request = planned.RequestJson,
                plan = planned.PlanJson,
                arms = Columns.ToJson(planned.Arms),
                evaluators = Columns.ToJson(planned.Evaluators),
                exclusions = Columns.ToJson(planned.Exclusions),
                planned.Concurrency,
                budget = Columns.ToNano(planned.BudgetUsd),
                call = Columns.ToNano(planned.CallUsd),
                planned.SampleHash,
                planned.PromptKey,
                planned.BaselineVersion,
                planned.CandidateVersion,
                actor,
                nowMs,
            },
            tx.DbTransaction
        );

    private static ItemRow Item(string runId, long workspace, PlannedItem item, int position) =>
        new()
        {
            Id = Ids.TraceId("item", runId, position.ToString(System.Globalization.CultureInfo.InvariantCulture)),
            RunId = runId,
            WorkspaceId = workspace,
            Position = position,
            Cluster = item.Cluster,
            Turn = item.Turn,
            Title = item.Title,
            Recovery = item.Recovery,
            TraceId = item.Origin.TraceId,
            SpanId = item.Origin.SpanId,
            SessionId = item.SessionId,
            MessagesJson = Columns.ToJson(item.Messages),
            Replaced = item.Replaced,
            HeadJson = item.Head is null ? null : Columns.ToJson(item.Head),
            RecordedJson = item.Recorded is null ? null : Columns.ToJson(item.Recorded),
            ToolsJson = Columns.ToJson(item.Tools),
            ParametersJson = Columns.ToJson(item.Parameters),
            Occurrence = item.Occurrence,
        };

    private static IEnumerable<CallRow> Calls(ItemRow item, int position, CallDesign design)
    {
        var slots = SeededOrder.CallsOf(design, position);
        for (int i = 0; i < slots.Count; i++)
        {
            yield return new CallRow
            {
                // The same names give the same id in every process: a repeated call is the same call.
                Id = Ids.TraceId(
                    "call",
                    item.RunId,
                    item.Id,
                    slots[i].Arm,
                    slots[i].Sample.ToString(System.Globalization.CultureInfo.InvariantCulture)
                ),
                RunId = item.RunId,
                WorkspaceId = item.WorkspaceId,
                ItemId = item.Id,
                Seq = position * slots.Count + i,
                Arm = slots[i].Arm,
                Sample = slots[i].Sample,
                State = CallStates.Pending,
            };
        }
    }
}
