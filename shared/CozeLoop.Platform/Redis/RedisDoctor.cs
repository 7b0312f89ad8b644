using StackExchange.Redis;

namespace CozeLoop.Platform.Redis;

/// <summary>What <c>cozeloop doctor</c> looks at in Redis: whether it answers.</summary>
public static class RedisDoctor
{
    /// <param name="connectionString"><c>ConnectionStrings:Redis</c>.</param>
    /// <returns>The server's version, or why there is none.</returns>
    /// <exception cref="InvalidOperationException">The connection string is wrong.</exception>
    public static async Task<(bool Ok, string Detail)> CheckAsync(string connectionString)
    {
        var options = RedisOptions.Parse(connectionString);
        await using var redis = await ConnectionMultiplexer.ConnectAsync(RedisConfiguration.Of(options));
        try
        {
            await redis.GetDatabase(options.Database).PingAsync();
            return (true, string.Join(", ", redis.GetServers().Where(s => s.IsConnected).Select(s => $"{s.EndPoint} {s.Version}")));
        }
        catch (Exception e) when (e is RedisException or TimeoutException)
        {
            return (false, e.Message);
        }
    }
}
