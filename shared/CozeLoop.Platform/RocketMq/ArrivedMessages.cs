using CozeLoop.Platform.Messaging;
using Microsoft.Extensions.Logging;

namespace CozeLoop.Platform.RocketMq;

/// <summary>
/// Messages that polls brought and nobody has asked for yet: more came than a caller wanted, or from another broker meanwhile. They are
/// kept hidden from others, in the order they came.
/// </summary>
internal sealed class ArrivedMessages(ILogger logger) : IAsyncDisposable
{
    private readonly Lock _lock = new();
    private readonly LinkedList<Arrival> _arrivals = [];

    public void Add(IReadOnlyList<ReceivedMessage> messages, HeldMessages held)
    {
        lock (_lock)
            _arrivals.AddLast(new Arrival(new Queue<ReceivedMessage>(messages), held));
    }

    /// <param name="maxBytes">Of bodies together, but one message at least; 0 = no bound.</param>
    public async Task<IReadOnlyList<ReceivedMessage>> TakeAsync(int max, long maxBytes)
    {
        var taken = new List<ReceivedMessage>();
        var emptied = new List<Arrival>();
        lock (_lock)
        {
            long bytes = 0;
            while (taken.Count < max && _arrivals.First?.Value is { } arrival)
            {
                var next = arrival.Messages.Peek();
                bytes += next.Body.Length;
                if (maxBytes > 0 && bytes > maxBytes && taken.Count > 0)
                    break;
                taken.Add(arrival.Messages.Dequeue());
                arrival.Held.Drop([next]);
                if (arrival.Messages.Count > 0)
                    continue;
                _arrivals.RemoveFirst();
                emptied.Add(arrival);
            }
        }
        foreach (var arrival in emptied)
            await arrival.Held.DisposeAsync();
        return taken;
    }

    /// <summary>Gives back what nobody took.</summary>
    public async ValueTask DisposeAsync()
    {
        List<Arrival> rest;
        lock (_lock)
        {
            rest = [.. _arrivals];
            _arrivals.Clear();
        }
        foreach (var arrival in rest)
        {
            await ReleaseAsync(arrival);
            await arrival.Held.DisposeAsync();
        }
    }

    private async Task ReleaseAsync(Arrival arrival)
    {
        try
        {
            await arrival.Held.ReleaseAsync();
        }
        catch (StoreUnavailableException e)
        {
            logger.LogWarning(
                "{Count} messages could not be given back and come again when their time is up: {Why}",
                arrival.Messages.Count,
                e.Message
            );
        }
    }

    private sealed record Arrival(Queue<ReceivedMessage> Messages, HeldMessages Held);
}
