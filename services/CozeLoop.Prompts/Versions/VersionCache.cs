using System.Globalization;
using CozeLoop.Platform.Caching;

namespace CozeLoop.Prompts.Versions;

/// <summary>Committed versions as the JSON that is sent, because SDKs fetch the same few again and again. They never change, so only a
/// prompt that is deleted could leave a stale one: for 10 s at most.</summary>
internal sealed class VersionCache(ISharedCache cache)
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(10);

    public ValueTask<byte[]?> FindAsync(long workspace, string key, int version) => cache.FindAsync(KeyOf(workspace, key, version));

    public ValueTask KeepAsync(long workspace, string key, int version, byte[] json) =>
        cache.SetAsync(KeyOf(workspace, key, version), json, Lifetime);

    /// <param name="latest">The prompt's last version: they are numbered from 1.</param>
    public async ValueTask ForgetAsync(long workspace, string key, int latest)
    {
        for (int version = 1; version <= latest; version++)
            await cache.RemoveAsync(KeyOf(workspace, key, version));
    }

    private static string KeyOf(long workspace, string key, int version) =>
        string.Create(CultureInfo.InvariantCulture, $"prompt:{workspace}:{version}:{key}");
}
