using CozeLoop.Contracts;
using CozeLoop.Platform.Messaging;
using CozeLoop.Platform.Relational;

namespace CozeLoop.Platform.RocketMq;

/// <summary>
/// The dead letters of messages that came from RocketMQ. Embedded it is the same table in the same file as the embedded queue's, so that
/// those it left are seen too; on a server all hosts share it.
/// </summary>
internal sealed class DeadLetterStore(RelationalStores stores, TimeProvider time) : IAsyncDisposable
{
    private readonly IRelationalStore _store = stores.Open("queue", readers: 1, pageSize: QueueFile.PageSize);
    private readonly SemaphoreSlim _opening = new(1);
    private bool _open;

    public async Task AddAsync(ReceivedMessage message, string reason, long publishedAt, CancellationToken ct)
    {
        await OpenAsync(ct);
        await _store.WriteAsync(transaction => DeadLetterRows.AddAsync(transaction, message, reason, publishedAt, time.UnixMs()), ct);
    }

    public async Task<IReadOnlyList<DeadLetter>> ListAsync(string topic, int limit, long? before, CancellationToken ct)
    {
        await OpenAsync(ct);
        return await _store.ReadAsync(connection => DeadLetterRows.ListAsync(connection, topic, limit, before), ct);
    }

    public async Task<IReadOnlyDictionary<(string Topic, string Group), long>> CountsAsync(CancellationToken ct)
    {
        await OpenAsync(ct);
        return await _store.ReadAsync(DeadLetterRows.CountsAsync, ct);
    }

    /// <summary>Hands each letter of a topic to <paramref name="send"/> and removes it when that has succeeded, the oldest first. Returns
    /// how many went.</summary>
    public async Task<int> RedriveAsync(string topic, Func<DeadLetterBody, CancellationToken, Task> send, CancellationToken ct)
    {
        await OpenAsync(ct);
        int total = 0;
        long last = 0;
        while (await _store.ReadAsync(connection => DeadLetterRows.NextAsync(connection, topic, last), ct) is { } letter)
        {
            await send(letter, ct);
            await _store.WriteAsync(transaction => DeadLetterRows.RemoveAsync(transaction, letter.Id), CancellationToken.None);
            last = letter.Id;
            total++;
        }
        return total;
    }

    public async ValueTask DisposeAsync()
    {
        await _store.DisposeAsync();
        _opening.Dispose();
    }

    /// <summary>Brings the table to this version where that has not been done; every other method does it first.</summary>
    public async ValueTask OpenAsync(CancellationToken ct)
    {
        if (Volatile.Read(ref _open))
            return;
        await _opening.WaitAsync(ct);
        try
        {
            if (_open)
                return;
            await _store.MigrateAsync(MigrationSet.Queue, ct);
            Volatile.Write(ref _open, true);
        }
        finally
        {
            _opening.Release();
        }
    }
}
