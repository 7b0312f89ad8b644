using System.Globalization;
using CozeLoop.Contracts.Messages;
using CozeLoop.Platform.Auth;
using CozeLoop.Tracing.LongFields;
using CozeLoop.Tracing.Storage.ClickHouse;
using CozeLoop.Tracing.Storage.Shares;

namespace CozeLoop.Tracing.Traces;

/// <summary>Removes what was imported as sample: its spans with their blobs, and every score on its traces and sessions, whoever gave
/// it.</summary>
internal sealed class SampleData(SharedStore store, Removals removals, LongFieldRemoval longFields, AuditTrail audit)
{
    public async Task RemoveAsync(Caller caller, CancellationToken ct)
    {
        if (!await RemoveWhatHangsOnAsync(caller.WorkspaceId, ct))
            return;
        var parameters = new SqlParameters();
        string rows = $"workspace_id = {parameters.Add(caller.WorkspaceId, "Int64")} AND sample = 1";
        await removals.DeleteAsync("spans", rows, parameters, ct);
        await audit.RecordAsync(
            caller,
            AuditActions.SampleRemoved,
            "workspace:" + caller.WorkspaceId.ToString(CultureInfo.InvariantCulture),
            ct
        );
    }

    /// <summary>False where there is no sample.</summary>
    // The engine's DELETE takes a subquery, but runs it again for every part: the ids are read once instead.
    private async Task<bool> RemoveWhatHangsOnAsync(long workspaceId, CancellationToken ct)
    {
        var read = new SqlParameters();
        string sql =
            "SELECT trace_id AS traceId, session_id AS sessionId, max(notEmpty(long_fields)) AS hasBlobs FROM spans "
            + $"WHERE workspace_id = {read.Add(workspaceId, "Int64")} AND sample = 1 GROUP BY trace_id, session_id";
        var rows = await store.QueryAsync<SampleRow>(sql, read.Values, ct);
        if (rows.Count == 0)
            return false;
        await longFields.RemoveAsync(workspaceId, rows.Where(r => r.HasBlobs == 1).Select(r => r.TraceId).Distinct(), ct);
        var delete = new SqlParameters();
        string traces = delete.Texts([.. rows.Select(r => r.TraceId).Distinct()]);
        string sessions = delete.Texts([.. rows.Select(r => r.SessionId).Where(s => s.Length > 0).Distinct()]);
        string scores =
            $"workspace_id = {delete.Add(workspaceId, "Int64")} "
            + $"AND (trace_id IN {traces} OR (trace_id = '' AND session_id IN {sessions}))";
        await removals.DeleteAsync("scores", scores, delete, ct);
        return true;
    }

    private sealed record SampleRow(string TraceId, string SessionId, int HasBlobs);
}
