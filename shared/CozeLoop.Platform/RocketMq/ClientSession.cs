using CozeLoop.Platform.Messaging;
using CozeLoop.Platform.Workers;
using Grpc.Core;
using Microsoft.Extensions.Logging;
using Status = CozeLoop.Platform.RocketMq.Proto.Status;

namespace CozeLoop.Platform.RocketMq;

/// <summary>
/// One client (the producer, or a group's consumer) as RocketMQ knows it, for as long as the process lives: keeps a link to one of the
/// proxies, makes a new one to the next when it breaks, and repeats calls that may do better then.
/// </summary>
internal sealed class ClientSession : IAsyncDisposable
{
    private readonly ProxyChannels _channels;
    private readonly ClientSettings _client;
    private readonly RequestHeaders _headers;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly CancellationTokenSource _closing = new();
    private readonly Task _running;
    private volatile TaskCompletionSource<ProxyLink> _link = New();
    private volatile Exception? _fault;

    public ClientSession(ProxyChannels channels, ClientSettings client, RocketMqCredentials? credentials, TimeProvider time, ILogger logger)
    {
        (_channels, _client, _time, _logger) = (channels, client, time, logger);
        _headers = new RequestHeaders($"{Environment.MachineName}@{Environment.ProcessId}@{Guid.NewGuid():N}", credentials, time);
        _running = Task.Run(RunAsync);
    }

    /// <summary>Calls until it succeeds, for <paramref name="within"/> at most.</summary>
    /// <param name="status">Of the answer; thrown where it is not OK.</param>
    /// <exception cref="StoreUnavailableException">No attempt succeeded in time.</exception>
    /// <exception cref="RocketMqException">The request is refused, and would be again.</exception>
    public async Task<T> CallAsync<T>(
        Func<ProxyLink, CallOptions, AsyncUnaryCall<T>> call,
        Func<T, Status> status,
        TimeSpan within,
        CancellationToken ct
    )
    {
        long started = _time.GetTimestamp();
        var backoff = new Backoff(TimeSpan.FromMilliseconds(20), TimeSpan.FromSeconds(1), Random.Shared);
        for (int failures = 1; ; failures++)
        {
            ProxyLink? link = null;
            try
            {
                link = await LinkAsync(within - _time.GetElapsedTime(started), ct);
                var answer = await call(link, link.Options(ProxyLink.CallTime, ct));
                RocketMqException.Check(status(answer));
                return answer;
            }
            catch (Exception e) when (RocketMqException.IsTransient(e) && !ct.IsCancellationRequested)
            {
                if (_time.GetElapsedTime(started) >= within)
                    throw Unavailable(e);
                if (link is not null && RocketMqException.MayLackSettings(e))
                    await ReintroduceAsync(link, ct);
            }
            catch (RpcException e) when (e.StatusCode == StatusCode.Cancelled && ct.IsCancellationRequested)
            {
                throw new OperationCanceledException(e.Message, e, ct);
            }
            await Task.Delay(backoff.After(failures), _time, ct);
        }
    }

    /// <summary>The link to the proxy, as soon as there is one.</summary>
    /// <exception cref="StoreUnavailableException">There was none in time; it says why.</exception>
    /// <exception cref="RocketMqException">The proxy refuses this client.</exception>
    public async Task<ProxyLink> LinkAsync(TimeSpan within, CancellationToken ct)
    {
        try
        {
            return await _link.Task.WaitAsync(within > TimeSpan.Zero ? within : TimeSpan.Zero, _time, ct);
        }
        catch (TimeoutException e)
        {
            throw Unavailable(_fault ?? e);
        }
    }

    /// <summary>Sends the settings again: the proxy may have forgotten them.</summary>
    public async Task ReintroduceAsync(ProxyLink link, CancellationToken ct)
    {
        try
        {
            await link.IntroduceAsync(ct);
        }
        catch (Exception e)
            when (e is RpcException or RocketMqException or TimeoutException or ObjectDisposedException or InvalidOperationException
                && !ct.IsCancellationRequested
            )
        {
            // The link is going down as well: the loop makes a new one, which begins with the settings.
            _logger.LogDebug(e, "Settings could not be sent again to {Proxy}", link.Address);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_link.Task.IsCompletedSuccessfully)
            await LeaveAsync(await _link.Task);
        await _closing.CancelAsync();
        await _running;
        _closing.Dispose();
    }

    private async Task RunAsync()
    {
        var backoff = new Backoff(TimeSpan.FromMilliseconds(200), TimeSpan.FromSeconds(10), Random.Shared);
        int failures = 0;
        for (int proxy = 0; !_closing.IsCancellationRequested; proxy++)
        {
            try
            {
                await using var link = await ProxyLink.OpenAsync(_channels.At(proxy), _client, _headers, _time, _closing.Token);
                failures = 0;
                _fault = null;
                _link.TrySetResult(link);
                await link.LiveAsync(_closing.Token);
            }
            catch (Exception) when (_closing.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e) when (e is RpcException or RocketMqException or TimeoutException)
            {
                _fault = e;
                // A wrong secret will be wrong again: whoever waits need not.
                if (!RocketMqException.IsTransient(e))
                    _link.TrySetException(e);
                _logger.LogWarning(
                    "RocketMQ at {Proxy} is lost to {Client}: {Why}",
                    _channels.At(proxy).Address,
                    _client.Group?.Name ?? "the producer",
                    e.Message
                );
            }
            if (_link.Task.IsCompleted)
                _link = New();
            await Task.Delay(backoff.After(++failures), _time, _closing.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task LeaveAsync(ProxyLink link)
    {
        try
        {
            await link.LeaveAsync();
        }
        catch (Exception e) when (e is RpcException or InvalidOperationException)
        {
            // Nobody to take leave of: the proxy finds out by itself.
            _logger.LogDebug(e, "{Proxy} could not be told that this client ends", link.Address);
        }
    }

    private string ProxyAt(int index) => $"{_channels.At(index).Address.Host}:{_channels.At(index).Address.Port}";

    private StoreUnavailableException Unavailable(Exception e) =>
        e as StoreUnavailableException
        ?? new StoreUnavailableException(
            $"RocketMQ at {string.Join(", ", Enumerable.Range(0, _channels.Count).Select(ProxyAt))} ({e.Message})",
            e
        );

    private static TaskCompletionSource<ProxyLink> New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
