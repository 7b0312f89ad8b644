using System.Text.Json;
using CozeLoop.Contracts;
using CozeLoop.Platform.Caching;

namespace CozeLoop.Prompts.Versions;

/// <summary>
/// Committed versions as the JSON that is sent, kept for 10 s: applications fetch the same few over and over. A version never changes, but its
/// prompt may be deleted and another made of that name, by another replica too: that is the only reason to forget.
/// </summary>
internal sealed class VersionAnswers(VersionStore store, TimeProvider time)
{
    private readonly ExpiringCache<(long Workspace, string Key, int Version), Answer> _kept = new(time, capacity: 10_000, fresh: TimeSpan.FromSeconds(10), stale: TimeSpan.Zero);

    /// <summary>UTF-8 of the version; null where there is none.</summary>
    public async Task<byte[]?> FindAsync(long workspace, string key, int version, CancellationToken ct)
    {
        if (_kept.TryGet((workspace, key, version), out var kept, out bool isFresh) && isFresh) return kept.Json;
        if (await store.FindAsync(workspace, key, version, ct) is not { } found) return null;
        byte[] json = JsonSerializer.SerializeToUtf8Bytes(found, Json.Api);
        _kept.Set((workspace, key, version), new Answer(workspace, key, json));
        return json;
    }

    /// <summary>The prompt was deleted.</summary>
    public void Forget(long workspace, string key) => _kept.RemoveWhere(answer => answer.Workspace == workspace && answer.Key == key);

    private sealed record Answer(long Workspace, string Key, byte[] Json);
}
