using CozeLoop.Platform.Auth;
using CozeLoop.Platform.ClickHouse;
using CozeLoop.Tracing.Storage.ClickHouse;

namespace CozeLoop.Tracing.Traces;

/// <summary>Removes what was imported as sample: its spans, and every score on its traces and sessions, whoever gave it.</summary>
internal sealed class SampleData(ClickHouseStore store, AuditTrail audit)
{
    public async Task RemoveAsync(Caller caller, CancellationToken ct)
    {
        await RemoveScoresAsync(caller.WorkspaceId, ct);
        var parameters = new SqlParameters();
        await store.ExecuteAsync($"DELETE FROM spans WHERE workspace_id = {parameters.Add(caller.WorkspaceId, "Int64")} AND sample = 1", parameters.Values, ct);
        await audit.RecordAsync(caller, "sample.removed", "workspace:" + caller.WorkspaceId.ToString(System.Globalization.CultureInfo.InvariantCulture), ct);
    }

    // The engine's DELETE takes a subquery, but runs it again for every part: the ids are read once instead.
    private async Task RemoveScoresAsync(long workspaceId, CancellationToken ct)
    {
        var read = new SqlParameters();
        string workspace = read.Add(workspaceId, "Int64");
        var rows = await store.QueryAsync<SampleRow>($"SELECT DISTINCT trace_id AS traceId, session_id AS sessionId FROM spans WHERE workspace_id = {workspace} AND sample = 1", read.Values, ct);
        if (rows.Count == 0) return;
        var delete = new SqlParameters();
        string traces = delete.Texts([.. rows.Select(r => r.TraceId).Distinct()]);
        string sessions = delete.Texts([.. rows.Select(r => r.SessionId).Where(s => s.Length > 0).Distinct()]);
        await store.ExecuteAsync(
            $"DELETE FROM scores WHERE workspace_id = {delete.Add(workspaceId, "Int64")} AND (trace_id IN {traces} OR (trace_id = '' AND session_id IN {sessions}))", delete.Values, ct);
    }

    private sealed record SampleRow(string TraceId, string SessionId);
}
