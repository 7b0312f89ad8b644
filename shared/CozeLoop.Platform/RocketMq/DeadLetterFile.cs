using CozeLoop.Platform.Hosting;
using CozeLoop.Platform.Messaging;
using CozeLoop.Platform.Relational;

namespace CozeLoop.Platform.RocketMq;

/// <summary>The dead letters of messages that came from RocketMQ: the same table in the same file as the embedded queue's, so that those it left are seen too.</summary>
internal sealed class DeadLetterFile(DataFolder folder, TimeProvider time) : IAsyncDisposable
{
    private readonly SqliteFile _file = new(folder.File("queue.db"), readers: 1, pageSize: QueueFile.PageSize);
    private readonly SemaphoreSlim _opening = new(1);
    private bool _open;

    public async Task AddAsync(ReceivedMessage message, string reason, long publishedAt, CancellationToken ct)
    {
        await OpenAsync(ct);
        await _file.WriteAsync(
            session =>
            {
                DeadLetterRows.Add(session, message, reason, publishedAt, time.GetUtcNow().ToUnixTimeMilliseconds());
                return true;
            },
            ct,
            message.Body.Length);
    }

    public async Task<IReadOnlyList<DeadLetter>> ListAsync(string topic, int limit, CancellationToken ct)
    {
        await OpenAsync(ct);
        return await _file.ReadAsync(session => DeadLetterRows.List(session, topic, limit), ct);
    }

    public async Task<IReadOnlyDictionary<(string Topic, string Group), long>> CountsAsync(CancellationToken ct)
    {
        await OpenAsync(ct);
        return await _file.ReadAsync(DeadLetterRows.Counts, ct);
    }

    /// <summary>Hands each letter of a topic to <paramref name="send"/> and removes it when that has succeeded, the oldest first. Returns how many went.</summary>
    public async Task<int> RedriveAsync(string topic, Func<DeadLetterBody, CancellationToken, Task> send, CancellationToken ct)
    {
        await OpenAsync(ct);
        int total = 0;
        long last = 0;
        while (await _file.ReadAsync(session => DeadLetterRows.Next(session, topic, last), ct) is { } letter)
        {
            await send(letter, ct);
            await _file.WriteAsync(
                session =>
                {
                    DeadLetterRows.Remove(session, letter.Id);
                    return true;
                },
                CancellationToken.None);
            last = letter.Id;
            total++;
        }
        return total;
    }

    public async ValueTask DisposeAsync()
    {
        await _file.DisposeAsync();
        _opening.Dispose();
    }

    private async ValueTask OpenAsync(CancellationToken ct)
    {
        if (Volatile.Read(ref _open)) return;
        await _opening.WaitAsync(ct);
        try
        {
            if (_open) return;
            await _file.MigrateAsync("queue", Migration.Embedded(typeof(QueueFile).Assembly, ".Messaging.Migrations.sqlite."), time, ct);
            Volatile.Write(ref _open, true);
        }
        finally
        {
            _opening.Release();
        }
    }
}
