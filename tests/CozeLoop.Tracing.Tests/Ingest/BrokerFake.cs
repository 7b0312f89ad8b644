using System.Collections.Concurrent;
using CozeLoop.Contracts.Messages;
using CozeLoop.Platform.Messaging;
using CozeLoop.Tracing.Ingest.Dialects;
using CozeLoop.Tracing.Spans;

namespace CozeLoop.Tracing.Tests.Ingest;

/// <summary>Keeps what is published; refuses everything once told to be full.</summary>
internal sealed class BrokerFake : IMessageBroker
{
    public ConcurrentQueue<(string Topic, ReadOnlyMemory<byte> Body)> Published { get; } = [];
    public bool Full { get; set; }

    public IReadOnlyList<SpanBatch> Batches =>
        [.. Published.Where(m => m.Topic is Topics.Spans or Topics.PastSpans).Select(m => SpanBatch.Decode(m.Body))];
    public IReadOnlyList<SpanRecord> Spans => [.. Batches.SelectMany(SpanDecoder.Decode)];

    public Task PublishAsync(string topic, ReadOnlyMemory<byte> body, TimeSpan? delay = null, CancellationToken ct = default)
    {
        if (Full)
            throw new BrokerFullException("The queue is full.");
        Published.Enqueue((topic, body.ToArray())); // the caller uses its memory again
        return Task.CompletedTask;
    }

    public Task RegisterGroupAsync(string topic, string group, CancellationToken ct = default) => throw new NotSupportedException();

    public Task<IReadOnlyList<ReceivedMessage>> ReceiveAsync(
        string topic,
        string group,
        int max,
        TimeSpan invisible,
        TimeSpan wait,
        long maxBytes = 0,
        CancellationToken ct = default
    ) => throw new NotSupportedException();

    public Task AcknowledgeAsync(IReadOnlyList<ReceivedMessage> messages, CancellationToken ct = default) =>
        throw new NotSupportedException();

    public Task ExtendAsync(IReadOnlyList<ReceivedMessage> messages, TimeSpan invisible, CancellationToken ct = default) =>
        throw new NotSupportedException();

    public Task ReleaseAsync(IReadOnlyList<ReceivedMessage> messages, CancellationToken ct = default) => throw new NotSupportedException();

    public Task<IReadOnlyList<DeadLetter>> DeadLettersAsync(string topic, int limit, long? before = null, CancellationToken ct = default) =>
        throw new NotSupportedException();

    public Task DeadLetterAsync(ReceivedMessage message, string reason, CancellationToken ct = default) =>
        throw new NotSupportedException();

    public Task<IReadOnlyList<QueueStatus>> StatusAsync(CancellationToken ct = default) => throw new NotSupportedException();

    public Task<int> RedriveAsync(string topic, CancellationToken ct = default) => throw new NotSupportedException();
}
