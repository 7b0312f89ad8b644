using CozeLoop.Platform.Limits;
using StackExchange.Redis;

namespace CozeLoop.Platform.Redis;

/// <summary>Rate limits that replicas share, by Redis's own clock. While it is away each replica counts alone.</summary>
internal sealed class RedisRateLimits(RedisLink link, LocalRateLimits alone) : IRateLimits
{
    // Microseconds. KEYS[1]: when the bucket is empty again; ARGV: what one costs, and the window. Answers how long to wait, 0 when one was
    // taken.
    private const string Take = """
        local time = redis.call('TIME')
        local now = time[1] * 1000000 + time[2]
        local empty_at = math.max(tonumber(redis.call('GET', KEYS[1]) or 0), now)
        local next = empty_at + ARGV[1]
        local wait = next - now - ARGV[2]
        if wait > 0 then return math.ceil(wait) end
        redis.call('SET', KEYS[1], string.format('%.0f', next), 'PX', math.ceil((next - now) / 1000) + 1)
        return 0
        """;

    public async ValueTask<RateGrant> TakeAsync(string key, int limit, TimeSpan window)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(window, TimeSpan.FromMilliseconds(1));
        RedisKey[] keys = [$"{link.Options.Prefix}limit:{key}"];
        RedisValue[] values = [(window / limit).TotalMicroseconds, window.TotalMicroseconds];
        long? wait = await link.AskAsync(async redis => (long?)(long)await redis.ScriptEvaluateAsync(Take, keys, values), null);
        return wait switch
        {
            null => await alone.TakeAsync(key, limit, window),
            0 => new RateGrant(true, TimeSpan.Zero),
            { } microseconds => new RateGrant(false, TimeSpan.FromMicroseconds(microseconds)),
        };
    }
}
