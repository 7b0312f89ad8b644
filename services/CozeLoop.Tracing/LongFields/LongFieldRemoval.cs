using CozeLoop.Platform.Blobs;

namespace CozeLoop.Tracing.LongFields;

/// <summary>Removes the blobs of traces, those that no row refers to any more among them.</summary>
internal sealed class LongFieldRemoval(IBlobStore blobs)
{
    public async Task RemoveAsync(long workspaceId, IEnumerable<string> traceIds, CancellationToken ct)
    {
        foreach (string traceId in traceIds)
        {
            foreach (string folder in LongFieldKeys.Folders(workspaceId, traceId))
                await blobs.DeleteFolderAsync(folder, ct);
        }
    }
}
