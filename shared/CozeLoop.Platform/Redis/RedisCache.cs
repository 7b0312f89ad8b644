using CozeLoop.Platform.Caching;

namespace CozeLoop.Platform.Redis;

/// <summary>The cache that replicas share. While Redis is away nothing is kept: everyone asks the source.</summary>
internal sealed class RedisCache(RedisLink link) : ISharedCache
{
    public ValueTask<byte[]?> FindAsync(string key) => link.AskAsync(async redis => (byte[]?)await redis.StringGetAsync(KeyOf(key)), null);

    public async ValueTask SetAsync(string key, byte[] value, TimeSpan lifetime)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(lifetime, TimeSpan.Zero);
        await link.AskAsync(redis => redis.StringSetAsync(KeyOf(key), value, lifetime), false);
    }

    public async ValueTask RemoveAsync(string key) => await link.AskAsync(redis => redis.KeyDeleteAsync(KeyOf(key)), false);

    private string KeyOf(string key) => $"{link.Options.Prefix}cache:{key}";
}
