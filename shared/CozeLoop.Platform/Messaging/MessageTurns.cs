namespace CozeLoop.Platform.Messaging;

/// <summary>
/// Brings messages to the loops of one consumer. One loop at a time asks the broker, and asks for as many messages as there are loops with
/// nothing to do: were all to ask, each message would wake them all, and each would write to the queue to find that it is gone.
/// </summary>
internal sealed class MessageTurns(string topic, string group, ConsumerOptions options, IMessageBroker broker, TimeProvider time)
    : IDisposable
{
    private static readonly TimeSpan Wait = TimeSpan.FromSeconds(20);

    private readonly SemaphoreSlim _turn = new(1);
    private readonly Queue<ReceivedMessage> _ahead = new();
    private int _idle;
    private long? _smallBatchAt;

    /// <summary>Messages for one call of the handler; none where nothing came for a while.</summary>
    public async Task<IReadOnlyList<ReceivedMessage>> NextAsync(CancellationToken ct)
    {
        Interlocked.Increment(ref _idle);
        try
        {
            await _turn.WaitAsync(ct);
            try
            {
                if (_ahead.TryDequeue(out var ready))
                    return [ready];
                // Batches are large already; messages that come one by one are received for every loop that waits.
                if (options.BatchSize > 1)
                    return await ReceiveAsync(options.BatchSize, ct);
                foreach (var message in await ReceiveAsync(Volatile.Read(ref _idle), ct))
                    _ahead.Enqueue(message);
                return _ahead.TryDequeue(out var first) ? [first] : [];
            }
            finally
            {
                _turn.Release();
            }
        }
        finally
        {
            Interlocked.Decrement(ref _idle);
        }
    }

    /// <summary>Gives back what no loop has taken. Only after all loops have stopped.</summary>
    public async Task ReleaseAsync()
    {
        if (_ahead.Count > 0)
            await broker.ReleaseAsync([.. _ahead]);
        _ahead.Clear();
    }

    public void Dispose() => _turn.Dispose();

    private async Task<IReadOnlyList<ReceivedMessage>> ReceiveAsync(int max, CancellationToken ct)
    {
        if (_smallBatchAt is { } before && options.Linger - time.GetElapsedTime(before) is var left && left > TimeSpan.Zero)
            await Task.Delay(left, time, ct);
        var batch = await broker.ReceiveAsync(topic, group, max, options.Invisible, Wait, options.BatchBytes, ct);
        bool full = batch.Count >= max || batch.Sum(m => (long)m.Body.Length) > options.BatchBytes / 2;
        _smallBatchAt = full ? null : time.GetTimestamp();
        return batch;
    }
}
