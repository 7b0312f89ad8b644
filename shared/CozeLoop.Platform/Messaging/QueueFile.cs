using System.Collections.Concurrent;
using CozeLoop.Contracts;
using CozeLoop.Platform.Disk;
using CozeLoop.Platform.Relational;
using CozeLoop.Platform.Starting;

namespace CozeLoop.Platform.Messaging;

/// <summary>The queues that share one SQLite file.</summary>
internal sealed class QueueFile(string path, long maxBytesPerTopic, TimeProvider time, DataDisk disk) : IAsyncDisposable
{
    // Bodies are large: with bigger pages a body takes fewer of them (measured 318 instead of 232 MB/s).
    internal const int PageSize = 16384;
    private const int RedriveBatch = 64;

    private readonly SqliteFile _file = new(path, disk, pageSize: PageSize);
    private readonly SemaphoreSlim _opening = new(1);
    private volatile ConcurrentDictionary<string, QueueTopic>? _topics;

    private long Now => time.UnixMs();

    public string? Fault() => SqliteCheck.Fault(path);

    public async Task RegisterGroupAsync(string topic, string group, CancellationToken ct)
    {
        var topics = await OpenAsync(ct);
        var (topicId, groupId) = await _file.WriteAsync(
            session =>
            {
                long id = QueueWrites.TopicId(session, topic);
                return (id, QueueWrites.GroupId(session, id, group));
            },
            ct
        );
        topics.GetOrAdd(topic, _ => new QueueTopic(topicId, 0)).Groups.GetOrAdd(group, _ => new QueueGroup(groupId));
    }

    public async Task PublishAsync(string name, ReadOnlyMemory<byte> body, TimeSpan delay, string? traceParent, CancellationToken ct)
    {
        // A topic without a group has nobody who will ever read it.
        if (!(await OpenAsync(ct)).TryGetValue(name, out var topic))
            return;
        if (disk.Shortage() is { } shortage)
            throw StoreUnavailableException.Because(shortage);
        // Counted before the write, so that many at once cannot go past the limit together.
        topic.Add(body.Length);
        try
        {
            if (topic.Held > maxBytesPerTopic)
                throw new BrokerFullException($"The queue {name} holds {topic.Held - body.Length} of {maxBytesPerTopic} bytes.");
            await _file.WriteAsync(
                session =>
                {
                    long now = Now;
                    QueueWrites.Publish(
                        session,
                        topic.Id,
                        topic.Groups.Values.Select(g => g.Id),
                        body,
                        traceParent,
                        now,
                        now + (long)delay.TotalMilliseconds
                    );
                    return true;
                },
                ct,
                body.Length
            );
        }
        catch
        {
            topic.Add(-body.Length);
            throw;
        }
        foreach (var group in topic.Groups.Values)
            group.Arrived.Set();
    }

    public async Task<IReadOnlyList<ReceivedMessage>> ReceiveAsync(
        string topic,
        string name,
        int max,
        long maxBytes,
        TimeSpan invisible,
        TimeSpan wait,
        CancellationToken ct
    )
    {
        var group = Group(await OpenAsync(ct), topic, name);
        long started = time.GetTimestamp();
        while (true)
        {
            var arrived = group.Arrived.Next;
            var claim = await _file.WriteAsync(
                session => QueueWrites.Claim(session, group.Id, max, maxBytes, Now, Now + (long)invisible.TotalMilliseconds),
                ct
            );
            if (claim.Messages.Count > 0)
                return await ReadAsync(topic, name, claim.Messages);
            var left = wait - time.GetElapsedTime(started);
            if (left <= TimeSpan.Zero)
                return [];
            await arrived.WaitAsync(Shorter(left, claim.NextVisibleAt), time, ct).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            ct.ThrowIfCancellationRequested();
        }
    }

    public async Task AcknowledgeAsync(string topic, IReadOnlyList<Receipt> receipts, CancellationToken ct)
    {
        var topics = await OpenAsync(ct);
        long freed = await _file.WriteAsync(session => receipts.Sum(receipt => QueueWrites.Acknowledge(session, receipt)), ct);
        topics[topic].Add(-freed);
    }

    public Task ExtendAsync(string topic, string group, IReadOnlyList<Receipt> receipts, TimeSpan invisible, CancellationToken ct) =>
        ChangeAsync(
            topic,
            group,
            receipts,
            (session, receipt) => QueueWrites.SetVisible(session, receipt, Now + (long)invisible.TotalMilliseconds),
            ct
        );

    public Task ReleaseAsync(string topic, string group, IReadOnlyList<Receipt> receipts, CancellationToken ct) =>
        ChangeAsync(topic, group, receipts, (session, receipt) => QueueWrites.Release(session, receipt, Now), ct);

    public async Task DeadLetterAsync(ReceivedMessage message, string reason, CancellationToken ct)
    {
        var topics = await OpenAsync(ct);
        long freed = await _file.WriteAsync(session => QueueWrites.DeadLetter(session, message, reason, Now), ct, message.Body.Length);
        topics[message.Topic].Add(-freed);
    }

    public async Task<List<QueueStatus>> StatusAsync(CancellationToken ct)
    {
        await OpenAsync(ct);
        return await _file.ReadAsync(session => QueueReads.Status(session, Now), ct);
    }

    public async Task<List<DeadLetter>> DeadLettersAsync(string topic, int limit, long? before, CancellationToken ct)
    {
        await OpenAsync(ct);
        return await _file.ReadAsync(
            session => Synchronous.Run(() => DeadLetterRows.ListAsync(session.Connection, topic, limit, before)),
            ct
        );
    }

    /// <summary>A few at a time, so that live traffic is not kept waiting behind one large commit.</summary>
    public async Task<int> RedriveAsync(string name, CancellationToken ct)
    {
        if (!(await OpenAsync(ct)).TryGetValue(name, out var topic))
            return 0;
        int total = 0;
        while (true)
        {
            var (count, bytes) = await _file.WriteAsync(session => Redrive.Run(session, name, topic, RedriveBatch, Now), ct);
            topic.Add(bytes);
            foreach (var group in topic.Groups.Values)
                group.Arrived.Set();
            total += count;
            if (count < RedriveBatch)
                return total;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _file.DisposeAsync();
        _opening.Dispose();
    }

    private static QueueGroup Group(ConcurrentDictionary<string, QueueTopic> topics, string topic, string group) =>
        topics.TryGetValue(topic, out var known) && known.Groups.TryGetValue(group, out var found)
            ? found
            : throw new InvalidOperationException($"The group {group} of {topic} was not registered.");

    private TimeSpan Shorter(TimeSpan left, long nextVisibleAt)
    {
        if (nextVisibleAt < 0)
            return left;
        var until = TimeSpan.FromMilliseconds(Math.Max(1, nextVisibleAt - Now));
        return until < left ? until : left;
    }

    // Not cancelled: what was claimed would stay hidden until its time is up.
    private Task<IReadOnlyList<ReceivedMessage>> ReadAsync(string topic, string group, IReadOnlyList<ClaimedMessage> claimed) =>
        _file.ReadAsync<IReadOnlyList<ReceivedMessage>>(
            session =>
                [
                    .. claimed.Select(m => new ReceivedMessage(
                        m.Receipt.Message.ToString(System.Globalization.CultureInfo.InvariantCulture),
                        topic,
                        group,
                        QueueReads.Body(session, m.Receipt.Message),
                        m.Attempt,
                        m.Receipt.ToString()
                    )
                    {
                        TraceParent = m.TraceParent,
                    }),
                ],
            CancellationToken.None
        );

    private async Task ChangeAsync(
        string topic,
        string group,
        IReadOnlyList<Receipt> receipts,
        Action<SqliteSession, Receipt> change,
        CancellationToken ct
    )
    {
        var topics = await OpenAsync(ct);
        await _file.WriteAsync(
            session =>
            {
                foreach (var receipt in receipts)
                    change(session, receipt);
                return true;
            },
            ct
        );
        Group(topics, topic, group).Arrived.Set();
    }

    private async ValueTask<ConcurrentDictionary<string, QueueTopic>> OpenAsync(CancellationToken ct)
    {
        if (_topics is { } open)
            return open;
        await _opening.WaitAsync(ct);
        try
        {
            if (_topics is { } opened)
                return opened;
            await SqliteMigrations.RunAsync(_file, MigrationSet.Queue.Scope, MigrationSet.Queue.For("sqlite"), time, ct);
            // The file belongs to one process: whoever held a message is dead, and waiting for its time to run out would only delay it.
            await _file.WriteAsync(session => QueueWrites.ReleaseAll(session, Now), ct);
            return _topics = new ConcurrentDictionary<string, QueueTopic>(await _file.ReadAsync(QueueReads.Topics, ct));
        }
        finally
        {
            _opening.Release();
        }
    }
}
