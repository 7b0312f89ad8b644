using CozeLoop.Contracts.Api;

namespace CozeLoop.Experiments.Storage;

/// <summary>What changes of a replay while it runs. Its documents stand in the same row, are large, and are not read for every
/// call.</summary>
internal sealed class RunState
{
    public const string Select = """
        SELECT id AS Id, workspace_id AS WorkspaceId, state AS State, paused_by AS PausedBy, concurrency AS Concurrency,
            budget_nano AS BudgetNano, call_nano AS CallNano,
               faults AS Faults, probe_wait_ms AS ProbeWaitMs, budget_stopped AS BudgetStopped
        FROM runs
        """;

    public string Id { get; set; } = "";
    public long WorkspaceId { get; set; }
    public string State { get; set; } = "";

    /// <summary>One of <see cref="PauseReasons"/>; null while it is not paused.</summary>
    public string? PausedBy { get; set; }
    public int Concurrency { get; set; }
    public long? BudgetNano { get; set; }

    /// <summary>Expected cost of one call; null where no price is known.</summary>
    public long? CallNano { get; set; }

    /// <summary>Provider faults since the last answer.</summary>
    public int Faults { get; set; }
    public long ProbeWaitMs { get; set; }
    public bool BudgetStopped { get; set; }
}
