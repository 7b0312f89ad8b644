using System.Globalization;
using System.Net;
using CozeLoop.Platform.Messaging;
using CozeLoop.Platform.RocketMq.Remoting;
using Microsoft.Extensions.Logging;

namespace CozeLoop.Platform.RocketMq;

/// <summary>
/// Refuses messages while every broker's disk is nearly full. A stock broker deletes from 85 % on and refuses at 90 %, and then its answer
/// cannot be told from any other fault: senders would wait and try for nothing.
/// </summary>
internal sealed class DiskWatch(RocketMqOptions options, TimeProvider time, ILogger logger) : IAsyncDisposable
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(10);

    private readonly CancellationTokenSource _closing = new();
    private readonly Lock _lock = new();
    private Task? _watching;
    private volatile string? _full;

    /// <exception cref="BrokerFullException">At the last look, at most some seconds ago, no broker had room.</exception>
    public void Check()
    {
        if (_watching is null)
        {
            lock (_lock)
                _watching ??= Task.Run(WatchAsync);
        }
        if (_full is { } why)
            throw new BrokerFullException(why);
    }

    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync();
        if (_watching is { } watching)
            await watching.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _closing.Dispose();
    }

    private async Task WatchAsync()
    {
        using var timer = new PeriodicTimer(Every, time);
        do
        {
            try
            {
                _full = await LookAsync(_closing.Token);
            }
            catch (Exception e) when (e is StoreUnavailableException or RocketMqException or FormatException)
            {
                // A broker that does not answer is not a full one: sending will show.
                logger.LogDebug(e, "The brokers' disks cannot be looked at");
                _full = null;
            }
        } while (await timer.WaitForNextTickAsync(_closing.Token));
    }

    /// <summary>Null where some broker has room.</summary>
    private async Task<string?> LookAsync(CancellationToken ct)
    {
        double least = 1;
        foreach (DnsEndPoint address in (await ClusterAddresses.MastersAsync(options, ct)).Values)
        {
            using var broker = await BrokerAdmin.OpenAsync(address, options.Credentials, ct);
            least = Math.Min(least, await broker.DiskShareAsync(ct));
        }
        return least * 100 < options.MaxDiskPercent
            ? null
            : string.Create(
                CultureInfo.InvariantCulture,
                $"RocketMQ's disks are {least:P0} full; nothing is taken from {options.MaxDiskPercent} % on."
            );
    }
}
