using CozeLoop.Contracts.Api;

namespace CozeLoop.Experiments.Storage;

/// <summary>How far a run is, and what it has cost.</summary>
internal sealed class CallTotals
{
    public static readonly string Select = $"""
        SELECT run_id AS RunId, COUNT(*) AS Total,
               COALESCE(SUM(CASE WHEN state IN ('{CallStates.Done}', '{CallStates.Failed}') THEN 1 ELSE 0 END), 0) AS Done,
               COALESCE(SUM(CASE WHEN state = '{CallStates.Missing}' THEN 1 ELSE 0 END), 0) AS Missing,
               COALESCE(SUM(CASE WHEN state = '{CallStates.Skipped}' THEN 1 ELSE 0 END), 0) AS Skipped,
               COALESCE(SUM(CASE WHEN state = '{CallStates.Pending}' THEN 1 ELSE 0 END), 0) AS Pending,
               COALESCE(SUM(CASE WHEN state IN ('{CallStates.Woken}', '{CallStates.Sent}') THEN 1 ELSE 0 END), 0) AS InFlight,
               COALESCE(SUM(CASE WHEN state = '{CallStates.Answered}' THEN 1 ELSE 0 END), 0) AS Answered,
               COALESCE(SUM(repeated), 0) AS Repeated,
               COALESCE(SUM(cached), 0) AS Cached,
               COALESCE(SUM(simulated), 0) AS Simulated,
               SUM(CASE WHEN cached = 0 THEN cost_nano END) AS CallNano,
               (SELECT SUM(cost_nano) FROM run_results WHERE run_results.run_id = run_calls.run_id) AS JudgeNano
        FROM run_calls WHERE run_id IN @runIds GROUP BY run_id
        """;

    public string RunId { get; set; } = "";
    public int Total { get; set; }
    public int Done { get; set; }
    public int Missing { get; set; }
    public int Skipped { get; set; }
    public int Pending { get; set; }
    public int InFlight { get; set; }
    public int Answered { get; set; }
    public int Repeated { get; set; }
    public int Cached { get; set; }
    public int Simulated { get; set; }
    public long? CallNano { get; set; }
    public long? JudgeNano { get; set; }

    /// <summary>Null while nothing that was bought had a price: unknown, not zero.</summary>
    public decimal? CostUsd => CallNano is null && JudgeNano is null ? null : Columns.FromNano((CallNano ?? 0) + (JudgeNano ?? 0));
}
