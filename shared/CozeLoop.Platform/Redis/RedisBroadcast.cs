using System.Text.Json;
using CozeLoop.Contracts;
using CozeLoop.Platform.Broadcasting;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using StackExchange.Redis;

namespace CozeLoop.Platform.Redis;

/// <summary>The broadcast between replicas: this process hears it from itself, the others from Redis. What was told while a replica was cut
/// off it never hears.</summary>
internal sealed class RedisBroadcast(RedisLink link, LocalBroadcast here, TimeProvider time, ILogger<RedisBroadcast> logger)
    : BackgroundService,
        IBroadcast
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(1);
    private readonly string _self = Guid.NewGuid().ToString("n");

    private sealed record Told(string From, string Channel, string Message);

    private RedisChannel Wire => RedisChannel.Literal($"{link.Options.Prefix}broadcast");

    public async Task TellAsync(string channel, string message)
    {
        await here.TellAsync(channel, message);
        byte[] told = JsonSerializer.SerializeToUtf8Bytes(new Told(_self, channel, message), Json.Compact);
        await link.AskAsync(redis => redis.PublishAsync(Wire, told), 0L);
    }

    public IDisposable Listen(string channel, Action<string> heard) => here.Listen(channel, heard);

    // The first time; a connection that comes back brings its subscriptions along.
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var redis = await link.ConnectionAsync.WaitAsync(stoppingToken);
        using var timer = new PeriodicTimer(Every, time);
        while (!await SubscribeAsync(redis))
            await timer.WaitForNextTickAsync(stoppingToken);
    }

    private async Task<bool> SubscribeAsync(ConnectionMultiplexer redis)
    {
        try
        {
            await redis.GetSubscriber().SubscribeAsync(Wire, (_, told) => Hear(told));
            return true;
        }
        catch (Exception e) when (e is RedisException or TimeoutException)
        {
            logger.LogDebug(e, "Redis cannot be listened to yet");
            return false;
        }
    }

    private void Hear(RedisValue message)
    {
        try
        {
            if (JsonSerializer.Deserialize<Told>((byte[])message!, Json.Compact) is { } told && told.From != _self)
                _ = here.TellAsync(told.Channel, told.Message);
        }
        catch (JsonException e)
        {
            logger.LogWarning(e, "Something that is none of ours was told on {Channel}", Wire);
        }
    }
}
