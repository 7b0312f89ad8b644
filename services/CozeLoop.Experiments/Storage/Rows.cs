using CozeLoop.Contracts.Api;

namespace CozeLoop.Experiments.Storage;

internal sealed class RunRow
{
    public const string Select = """
        SELECT id AS Id, workspace_id AS WorkspaceId, source AS Source, name AS Name, state AS State, state_reason AS StateReason,
            paused_by AS PausedBy,
            request AS RequestJson, plan_json AS PlanJson, arms_json AS ArmsJson, evaluators_json AS EvaluatorsJson,
            failure_json AS FailureJson,
            exclusions_json AS ExclusionsJson, concurrency AS Concurrency, budget_nano AS BudgetNano, call_nano AS CallNano,
            sample_hash AS SampleHash, attempt AS Attempt, prompt_key AS PromptKey, baseline_version AS BaselineVersion,
            candidate_version AS CandidateVersion, actor AS Actor, created_ms AS CreatedMs, started_ms AS StartedMs,
            finished_ms AS FinishedMs, faults AS Faults, probe_ms AS ProbeMs, probe_wait_ms AS ProbeWaitMs,
            budget_stopped AS BudgetStopped, comparison_json AS ComparisonJson, waiting AS WaitingJson
        FROM runs
        """;

    public string Id { get; set; } = "";
    public long WorkspaceId { get; set; }

    /// <summary>Name of its <see cref="Runs.RunSource"/>.</summary>
    public string Source { get; set; } = "";
    public string Name { get; set; } = "";
    public string State { get; set; } = "";
    public string? StateReason { get; set; }

    /// <summary>A <see cref="RunFailure"/>; null unless it has failed.</summary>
    public string? FailureJson { get; set; }

    /// <summary>One of <see cref="PauseReasons"/>; null while it is not paused.</summary>
    public string? PausedBy { get; set; }
    public string RequestJson { get; set; } = "";
    public string PlanJson { get; set; } = "";
    public string ArmsJson { get; set; } = "";
    public string EvaluatorsJson { get; set; } = "";
    public string ExclusionsJson { get; set; } = "";
    public int Concurrency { get; set; }
    public long? BudgetNano { get; set; }

    /// <summary>Expected cost of one call; null where no price is known.</summary>
    public long? CallNano { get; set; }
    public string SampleHash { get; set; } = "";
    public int Attempt { get; set; }
    public string? PromptKey { get; set; }
    public int? BaselineVersion { get; set; }
    public int? CandidateVersion { get; set; }
    public string Actor { get; set; } = "";
    public long CreatedMs { get; set; }
    public long? StartedMs { get; set; }
    public long? FinishedMs { get; set; }

    /// <summary>Provider faults since the last answer.</summary>
    public int Faults { get; set; }
    public long? ProbeMs { get; set; }
    public long ProbeWaitMs { get; set; }
    public bool BudgetStopped { get; set; }
    public string? ComparisonJson { get; set; }

    /// <summary>The judges that its scores wait for; null for none.</summary>
    public string? WaitingJson { get; set; }
}

internal sealed class ItemRow
{
    public const string Select = """
        SELECT id AS Id, run_id AS RunId, workspace_id AS WorkspaceId, position AS Position, cluster_key AS Cluster, turn AS Turn,
            title AS Title, recovery AS Recovery,
            trace_id AS TraceId, span_id AS SpanId, session_id AS SessionId, messages_json AS MessagesJson, replaced AS Replaced,
            head_json AS HeadJson,
               recorded_json AS RecordedJson, tools_json AS ToolsJson, parameters_json AS ParametersJson,
               occurrence AS Occurrence
        FROM run_items
        """;

    public string Id { get; set; } = "";
    public string RunId { get; set; } = "";
    public long WorkspaceId { get; set; }
    public int Position { get; set; }
    public string Cluster { get; set; } = "";
    public int Turn { get; set; }
    public string Title { get; set; } = "";
    public string Recovery { get; set; } = "";
    public string TraceId { get; set; } = "";
    public string SpanId { get; set; } = "";
    public string? SessionId { get; set; }

    /// <summary>The messages as the recorded model got them: what the old arm sends.</summary>
    public string MessagesJson { get; set; } = "";

    /// <summary>How many of them the candidate's head replaces.</summary>
    public int Replaced { get; set; }

    /// <summary>The candidate's rendered prompt; null where only the model changes.</summary>
    public string? HeadJson { get; set; }
    public string? RecordedJson { get; set; }
    public string ToolsJson { get; set; } = "";
    public string ParametersJson { get; set; } = "";

    /// <summary>Which of the items with one request it is, from 0.</summary>
    public int Occurrence { get; set; }
}

internal sealed class CallRow
{
    public const string Select = """
        SELECT id AS Id, run_id AS RunId, workspace_id AS WorkspaceId, item_id AS ItemId, seq AS Seq, arm AS Arm, sample AS Sample,
            state AS State, cause AS Cause, cause_message AS CauseMessage, attempts AS Attempts, faults AS Faults,
            lease_owner AS LeaseOwner, lease_ms AS LeaseMs,
            message_json AS MessageJson, usage_json AS UsageJson, cost_nano AS CostNano, latency_ms AS LatencyMs, ttft_ms AS TtftMs,
            cached AS Cached, simulated AS Simulated, repeated AS Repeated
        FROM run_calls
        """;

    public string Id { get; set; } = "";
    public string RunId { get; set; } = "";
    public long WorkspaceId { get; set; }
    public string ItemId { get; set; } = "";
    public int Seq { get; set; }
    public string Arm { get; set; } = "";
    public int Sample { get; set; }
    public string State { get; set; } = "";
    public string? Cause { get; set; }

    /// <summary>The provider's words.</summary>
    public string? CauseMessage { get; set; }
    public int Attempts { get; set; }
    public int Faults { get; set; }
    public string? LeaseOwner { get; set; }
    public long? LeaseMs { get; set; }
    public string? MessageJson { get; set; }
    public string? UsageJson { get; set; }
    public long? CostNano { get; set; }
    public double? LatencyMs { get; set; }
    public double? TtftMs { get; set; }
    public bool Cached { get; set; }
    public bool Simulated { get; set; }
    public bool Repeated { get; set; }
}

internal sealed class ResultRow
{
    public const string Select = "SELECT call_id AS CallId, result_json AS ResultJson FROM run_results";
    public string CallId { get; set; } = "";
    public string ResultJson { get; set; } = "";

    public EvaluationResult Result => Columns.FromJson<EvaluationResult>(ResultJson);
}

internal sealed class PromotionRow
{
    public string RunId { get; set; } = "";
    public string Label { get; set; } = "";
    public int Version { get; set; }
    public long TimeMs { get; set; }
    public string Actor { get; set; } = "";
    public string? Reason { get; set; }
}
