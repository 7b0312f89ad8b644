using Microsoft.Extensions.Logging;

namespace CozeLoop.Platform.Messaging;

/// <summary>The messages a consumer has in hand: kept hidden from others for as long as they are not done, however long the handler
/// takes.</summary>
internal sealed class HeldMessages : IAsyncDisposable
{
    private readonly Lock _lock = new();
    private readonly HashSet<ReceivedMessage> _held;
    private readonly IMessageBroker _broker;
    private readonly TimeSpan _invisible;
    private readonly ILogger _logger;
    private readonly CancellationTokenSource _done = new();
    private readonly Task _extending;

    public HeldMessages(
        IMessageBroker broker,
        IReadOnlyList<ReceivedMessage> messages,
        TimeSpan invisible,
        TimeProvider time,
        ILogger logger
    )
    {
        (_broker, _invisible, _logger) = (broker, invisible, logger);
        _held = new HashSet<ReceivedMessage>(messages, ReferenceEqualityComparer.Instance);
        _extending = ExtendAsync(time);
    }

    public void Drop(IEnumerable<ReceivedMessage> messages)
    {
        lock (_lock)
            _held.ExceptWith(messages);
    }

    /// <summary>Gives back whatever is not done; it does not count as an attempt.</summary>
    public async Task ReleaseAsync()
    {
        var rest = Rest();
        Drop(rest);
        if (rest.Count > 0)
            await _broker.ReleaseAsync(rest);
    }

    public async ValueTask DisposeAsync()
    {
        await _done.CancelAsync();
        await _extending;
        _done.Dispose();
    }

    private List<ReceivedMessage> Rest()
    {
        lock (_lock)
            return [.. _held];
    }

    private async Task ExtendAsync(TimeProvider time)
    {
        // A third leaves two more chances when one extension fails.
        using var timer = new PeriodicTimer(_invisible / 3, time);
        while (await NextAsync(timer))
        {
            var rest = Rest();
            if (rest.Count == 0)
                continue;
            try
            {
                await _broker.ExtendAsync(rest, _invisible, _done.Token);
            }
            catch (OperationCanceledException) when (_done.IsCancellationRequested)
            {
                return;
            }
            catch (StoreUnavailableException e)
            {
                _logger.LogDebug(e, "{Count} messages in hand could not be kept hidden while their queue cannot be written", rest.Count);
            }
            catch (Exception e)
            {
                _logger.LogWarning(e, "{Count} messages in hand could not be kept hidden; another consumer may get them too", rest.Count);
            }
        }
    }

    private async Task<bool> NextAsync(PeriodicTimer timer)
    {
        try
        {
            return await timer.WaitForNextTickAsync(_done.Token);
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }
}
