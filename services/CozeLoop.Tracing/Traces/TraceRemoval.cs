using CozeLoop.Contracts.Messages;
using CozeLoop.Platform.Auth;
using CozeLoop.Tracing.LongFields;
using CozeLoop.Tracing.Storage.ClickHouse;
using CozeLoop.Tracing.Storage.Shares;

namespace CozeLoop.Tracing.Traces;

/// <summary>Removes a trace, its blobs and the scores on it. Rows are gone from every query on return; the engine frees their space
/// later.</summary>
internal sealed class TraceRemoval(SharedStore store, Removals removals, LongFieldRemoval longFields, AuditTrail audit)
{
    /// <summary>False where the workspace has no such trace.</summary>
    public async Task<bool> RemoveAsync(Caller caller, string traceId, CancellationToken ct)
    {
        var parameters = new SqlParameters();
        string rows = TraceBoundsSql.Spans(caller.WorkspaceId, [traceId], parameters);
        var found = await store.QueryAsync<CountRow>($"SELECT count() AS count FROM spans WHERE {rows}", parameters.Values, ct);
        if (found[0].Count == 0)
            return false;
        // The spans last: after a crash in between the trace is still there to be removed again.
        await DeleteAsync("scores", caller.WorkspaceId, traceId, ct);
        await longFields.RemoveAsync(caller.WorkspaceId, [traceId], ct);
        await DeleteAsync("spans", caller.WorkspaceId, traceId, ct);
        await audit.RecordAsync(caller, AuditActions.TraceRemoved, "trace:" + traceId, ct);
        return true;
    }

    private Task<bool> DeleteAsync(string table, long workspaceId, string traceId, CancellationToken ct)
    {
        var parameters = new SqlParameters();
        string rows = $"workspace_id = {parameters.Add(workspaceId, "Int64")} AND trace_id = {parameters.Text(traceId)}";
        return removals.DeleteAsync(table, rows, parameters, ct);
    }

    private sealed record CountRow(long Count);
}
