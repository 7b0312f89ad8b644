using System.Collections.Concurrent;
using CozeLoop.Platform.Blobs;
using CozeLoop.Platform.Messaging;
using CozeLoop.Platform.Telemetry;
using Microsoft.Extensions.Logging;

namespace CozeLoop.Platform.RocketMq;

/// <summary>The broker of several processes: RocketMQ 5 through its gRPC proxy. What people look at, dead letters, is kept by this product
/// and not by the broker.</summary>
internal sealed class RocketMqBroker : IMessageBroker, IAsyncDisposable
{
    private static readonly TimeSpan StartPatience = TimeSpan.FromMinutes(1);

    private readonly RocketMqOptions _options;
    private readonly RocketMqNames _names;
    private readonly DeadLetterStore _deadLetters;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly LongBodies _longBodies;
    private readonly ProxyChannels _channels;
    private readonly DiskWatch _disk;
    private readonly Lazy<Producer> _producer;
    private readonly ConcurrentDictionary<(string Topic, string Group), Lazy<GroupReceiver>> _receivers = new();
    private bool _disposed;

    public RocketMqBroker(
        RocketMqOptions options,
        DeadLetterStore deadLetters,
        IBlobStore blobs,
        TimeProvider time,
        ILogger<RocketMqBroker> logger
    )
    {
        (_options, _deadLetters, _time, _logger) = (options, deadLetters, time, logger);
        _names = new RocketMqNames(options.Prefix);
        _longBodies = new LongBodies(blobs, time, logger);
        _channels = new ProxyChannels(options);
        _disk = new DiskWatch(options, time, logger);
        _producer = new Lazy<Producer>(() => new Producer(Session(ClientSettings.Producer([])), _names, _longBodies, time));
    }

    public async Task PublishAsync(string topic, ReadOnlyMemory<byte> body, TimeSpan? delay = null, CancellationToken ct = default)
    {
        _disk.Check();
        await ProductTraces.SendAsync(topic, () => _producer.Value.SendAsync(topic, body, delay ?? TimeSpan.Zero, onlyGroup: null, ct));
    }

    /// <summary>Makes the topic and the group where they are missing.</summary>
    public async Task RegisterGroupAsync(string topic, string group, CancellationToken ct = default)
    {
        await WithPatienceAsync(token => new Provisioning(_options, _names).EnsureAsync([(topic, group)], token), ct);
        _ = Receiver(topic, group);
    }

    public Task<IReadOnlyList<ReceivedMessage>> ReceiveAsync(
        string topic,
        string group,
        int max,
        TimeSpan invisible,
        TimeSpan wait,
        long maxBytes = 0,
        CancellationToken ct = default
    ) => Known(topic, group).ReceiveAsync(max, invisible, wait, maxBytes, ct);

    public Task AcknowledgeAsync(IReadOnlyList<ReceivedMessage> messages, CancellationToken ct = default) =>
        ForEachQueueAsync(messages, (receipts, some) => receipts.AcknowledgeAsync(some, ct));

    public Task ExtendAsync(IReadOnlyList<ReceivedMessage> messages, TimeSpan invisible, CancellationToken ct = default) =>
        ForEachQueueAsync(messages, (receipts, some) => receipts.ExtendAsync(some, invisible, ct));

    /// <summary>The broker counts the delivery anyway.</summary>
    public Task ReleaseAsync(IReadOnlyList<ReceivedMessage> messages, CancellationToken ct = default) =>
        ExtendAsync(messages, TimeSpan.Zero, ct);

    /// <summary>Written before it is acknowledged: a crash in between brings the message again, and the table takes it once.</summary>
    public async Task DeadLetterAsync(ReceivedMessage message, string reason, CancellationToken ct = default)
    {
        await _deadLetters.AddAsync(message, reason, Known(message.Topic, message.Group).Receipts.PublishedAt(message), ct);
        await AcknowledgeAsync([message], ct);
    }

    public Task<IReadOnlyList<QueueStatus>> StatusAsync(CancellationToken ct = default) =>
        new QueueStatusReader(_options, _names, _deadLetters, _time).ReadAsync(Held, ct);

    public Task<IReadOnlyList<DeadLetter>> DeadLettersAsync(string topic, int limit, long? before = null, CancellationToken ct = default) =>
        _deadLetters.ListAsync(topic, limit, before, ct);

    /// <summary>Each goes as a new message that other groups skip, and leaves the table when the broker has it.</summary>
    public Task<int> RedriveAsync(string topic, CancellationToken ct = default) =>
        _deadLetters.RedriveAsync(
            topic,
            async (letter, token) => await _producer.Value.SendAsync(topic, letter.Body, TimeSpan.Zero, letter.GroupName, token),
            ct
        );

    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, true))
            return;
        await Task.WhenAll(_receivers.Values.Select(receiver => receiver.Value.DisposeAsync().AsTask()));
        if (_producer.IsValueCreated)
            await _producer.Value.DisposeAsync();
        await _disk.DisposeAsync();
        _channels.Dispose();
    }

    /// <summary>A host and its broker often start together.</summary>
    private async Task WithPatienceAsync(Func<CancellationToken, Task> act, CancellationToken ct)
    {
        long started = _time.GetTimestamp();
        while (true)
        {
            try
            {
                await act(ct);
                return;
            }
            catch (StoreUnavailableException e) when (_time.GetElapsedTime(started) < StartPatience)
            {
                _logger.LogWarning("{Why} It is tried again", e.Message);
                await Task.Delay(TimeSpan.FromSeconds(1), _time, ct);
            }
        }
    }

    private Task ForEachQueueAsync(IReadOnlyList<ReceivedMessage> messages, Func<Receipts, List<ReceivedMessage>, Task> act) =>
        Task.WhenAll(
            messages.GroupBy(m => (m.Topic, m.Group)).Select(queue => act(Known(queue.Key.Topic, queue.Key.Group).Receipts, [.. queue]))
        );

    private GroupReceiver Known(string topic, string group) =>
        _receivers.TryGetValue((topic, group), out var receiver)
            ? receiver.Value
            : throw new InvalidOperationException($"The group {group} of {topic} was not registered.");

    private (int Count, long? Oldest) Held(string topic, string group) =>
        _receivers.TryGetValue((topic, group), out var receiver) ? receiver.Value.Receipts.Held() : (0, null);

    // Lazy, because a second receiver of the same group would open a second client.
    private GroupReceiver Receiver(string topic, string group) =>
        _receivers
            .GetOrAdd(
                (topic, group),
                key => new Lazy<GroupReceiver>(() =>
                    new GroupReceiver(
                        key.Topic,
                        key.Group,
                        _names,
                        this,
                        _longBodies,
                        Session(
                            ClientSettings.Consumer(_names.Topic(key.Topic), _names.Group(key.Topic, key.Group), MessagePoll.LongestWait)
                        ),
                        _time,
                        _logger
                    )
                )
            )
            .Value;

    private ClientSession Session(ClientSettings settings) => new(_channels, settings, _options.Credentials, _time, _logger);
}
