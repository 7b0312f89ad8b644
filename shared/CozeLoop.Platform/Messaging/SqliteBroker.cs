using System.Collections.Concurrent;
using CozeLoop.Contracts.Messages;
using CozeLoop.Platform.Hosting;
using CozeLoop.Platform.Starting;
using CozeLoop.Platform.Telemetry;

namespace CozeLoop.Platform.Messaging;

/// <summary>The broker of a single process: durable queues in SQLite files of the data folder, synced before a publish returns.</summary>
public sealed class SqliteBroker(DataFolder folder, BrokerOptions options, TimeProvider time) : IMessageBroker, IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, Lazy<QueueFile>> _files = new();

    public Task PublishAsync(string topic, ReadOnlyMemory<byte> body, TimeSpan? delay = null, CancellationToken ct = default) =>
        ProductTraces.SendAsync(topic, () => FileOf(topic).PublishAsync(topic, body, delay ?? TimeSpan.Zero, ProductTraces.Context, ct));

    public Task RegisterGroupAsync(string topic, string group, CancellationToken ct = default) =>
        FileOf(topic).RegisterGroupAsync(topic, group, ct);

    public Task<IReadOnlyList<ReceivedMessage>> ReceiveAsync(
        string topic,
        string group,
        int max,
        TimeSpan invisible,
        TimeSpan wait,
        long maxBytes = 0,
        CancellationToken ct = default
    ) => FileOf(topic).ReceiveAsync(topic, group, max, maxBytes, invisible, wait, ct);

    public Task AcknowledgeAsync(IReadOnlyList<ReceivedMessage> messages, CancellationToken ct = default) =>
        ForEachQueueAsync(messages, (file, queue, receipts) => file.AcknowledgeAsync(queue.Topic, receipts, ct));

    public Task ExtendAsync(IReadOnlyList<ReceivedMessage> messages, TimeSpan invisible, CancellationToken ct = default) =>
        ForEachQueueAsync(messages, (file, queue, receipts) => file.ExtendAsync(queue.Topic, queue.Group, receipts, invisible, ct));

    public Task ReleaseAsync(IReadOnlyList<ReceivedMessage> messages, CancellationToken ct = default) =>
        ForEachQueueAsync(messages, (file, queue, receipts) => file.ReleaseAsync(queue.Topic, queue.Group, receipts, ct));

    public Task DeadLetterAsync(ReceivedMessage message, string reason, CancellationToken ct = default) =>
        FileOf(message.Topic).DeadLetterAsync(message, reason, ct);

    public async Task<IReadOnlyList<QueueStatus>> StatusAsync(CancellationToken ct = default)
    {
        return [.. (await Task.WhenAll(All.Select(file => file.StatusAsync(ct)))).SelectMany(status => status)];
    }

    /// <summary>Checks whether the queues' files are whole.</summary>
    /// <exception cref="StartException">One is not.</exception>
    internal void Check()
    {
        string[] faults = [.. All.Select(file => file.Fault()).OfType<string>()];
        if (faults.Length > 0)
            throw new StartException(faults);
    }

    private IEnumerable<QueueFile> All => Topics.Files.Select(File);

    public async Task<IReadOnlyList<DeadLetter>> DeadLettersAsync(
        string topic,
        int limit,
        long? before = null,
        CancellationToken ct = default
    ) => await FileOf(topic).DeadLettersAsync(topic, limit, before, ct);

    public Task<int> RedriveAsync(string topic, CancellationToken ct = default) => FileOf(topic).RedriveAsync(topic, ct);

    public async ValueTask DisposeAsync()
    {
        foreach (var file in _files.Values)
            await file.Value.DisposeAsync();
    }

    private Task ForEachQueueAsync(
        IReadOnlyList<ReceivedMessage> messages,
        Func<QueueFile, (string Topic, string Group), List<Receipt>, Task> act
    ) =>
        Task.WhenAll(
            messages
                .GroupBy(m => (m.Topic, m.Group))
                .Select(queue => act(FileOf(queue.Key.Topic), queue.Key, [.. queue.Select(m => Receipt.Parse(m.ReceiptHandle))]))
        );

    private QueueFile FileOf(string topic) => File(Topics.FormOf(topic).File);

    // Lazy, because opening the same file twice would start two writers.
    private QueueFile File(string name) =>
        _files
            .GetOrAdd(
                name,
                n => new Lazy<QueueFile>(() => new QueueFile(folder.File($"{n}.db"), options.MaxBytesPerTopic, time, folder.Disk.Use()))
            )
            .Value;
}
