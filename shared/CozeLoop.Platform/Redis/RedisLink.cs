using CozeLoop.Platform.Hosting;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using StackExchange.Redis;

namespace CozeLoop.Platform.Redis;

/// <summary>
/// The connection to Redis, and the way around it: what is asked while it is away is answered at once with what the caller says. It is
/// looked at every second; a question that fails closes the way until the next look has been answered, so that a server that hangs costs
/// one timeout a second and not one a question.
/// </summary>
internal sealed class RedisLink(RedisOptions options, StoreStates states, TimeProvider time, ILogger<RedisLink> logger) : BackgroundService
{
    private const string Store = "redis";
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(1);

    private readonly TaskCompletionSource<ConnectionMultiplexer> _made = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private ConnectionMultiplexer? _redis;
    private volatile bool _usable;

    public RedisOptions Options => options;

    /// <summary>False while nobody answers.</summary>
    public bool IsUsable => _usable;

    /// <summary>The connection, once there is an object for it; it may be down.</summary>
    public Task<ConnectionMultiplexer> ConnectionAsync => _made.Task;

    /// <summary>Never fails: <paramref name="otherwise"/> where Redis does not answer, or answers with an error.</summary>
    public async ValueTask<T> AskAsync<T>(Func<IDatabase, Task<T>> ask, T otherwise)
    {
        if (!_usable)
            return otherwise;
        try
        {
            return await ask(_redis!.GetDatabase(options.Database));
        }
        catch (Exception e) when (e is RedisException or TimeoutException or ObjectDisposedException)
        {
            Close(e);
            return otherwise;
        }
    }

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        // Returns whether or not anyone is there, within the connect timeout.
        _redis = await ConnectionMultiplexer.ConnectAsync(RedisConfiguration.Of(options));
        _made.SetResult(_redis);
        await LookAsync();
        await base.StartAsync(cancellationToken);
    }

    public override void Dispose()
    {
        _usable = false;
        _redis?.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
            await LookAsync();
    }

    private async Task LookAsync()
    {
        try
        {
            await _redis!.GetDatabase(options.Database).PingAsync();
            if (!_usable)
                logger.LogInformation("Redis answers");
            _usable = true;
            states.Report(Store, null);
        }
        catch (Exception e) when (e is RedisException or TimeoutException)
        {
            Close(e);
        }
    }

    private void Close(Exception e)
    {
        if (_usable)
            logger.LogWarning(e, "Redis does not answer; the product goes on without it");
        _usable = false;
        states.Report(
            Store,
            $"Redis at {string.Join(", ", options.Endpoints.Select(p => $"{p.Host}:{p.Port}"))} does not answer: "
                + $"caches are cold, limits are each replica's own, and replicas hear of changes within 10 s."
        );
    }
}
