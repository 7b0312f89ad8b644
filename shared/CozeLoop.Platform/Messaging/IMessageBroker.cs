namespace CozeLoop.Platform.Messaging;

/// <summary>
/// At-least-once queues with consumer groups. Every group sees every message of a topic once at least; no order is promised.
/// A group must be registered (by its consumer) before messages are published to be sure to see them.
/// </summary>
public interface IMessageBroker
{
    /// <summary>Returns when the message is durable.</summary>
    /// <exception cref="BrokerFullException">The queue holds its limit of bytes; the sender may retry later.</exception>
    Task PublishAsync(string topic, ReadOnlyMemory<byte> body, TimeSpan? delay = null, CancellationToken ct = default);

    Task RegisterGroupAsync(string topic, string group, CancellationToken ct = default);

    /// <summary>Up to <paramref name="max"/> messages, hidden from the group's other consumers for <paramref name="invisible"/>. Waits up to <paramref name="wait"/> for the first.</summary>
    Task<IReadOnlyList<ReceivedMessage>> ReceiveAsync(string topic, string group, int max, TimeSpan invisible, TimeSpan wait, CancellationToken ct = default);

    Task AcknowledgeAsync(IReadOnlyList<ReceivedMessage> messages, CancellationToken ct = default);

    /// <summary>Hides messages for longer (or shows them sooner, with zero).</summary>
    Task ExtendAsync(IReadOnlyList<ReceivedMessage> messages, TimeSpan invisible, CancellationToken ct = default);

    /// <summary>Moves poison into <c>dead_letters</c> with its reason, and acknowledges it, in one transaction.</summary>
    Task DeadLetterAsync(ReceivedMessage message, string reason, CancellationToken ct = default);

    Task<IReadOnlyList<QueueStatus>> StatusAsync(CancellationToken ct = default);

    /// <summary>Publishes dead letters of a topic to their group again; returns how many.</summary>
    Task<int> RedriveAsync(string topic, CancellationToken ct = default);
}

/// <param name="Attempt">Deliveries so far, this one included; 1 on the first.</param>
public sealed record ReceivedMessage(string Id, string Topic, string Group, ReadOnlyMemory<byte> Body, int Attempt, string ReceiptHandle);

public sealed record QueueStatus(string Topic, string Group, long Waiting, long InFlight, long DeadLetters, double? OldestAgeMs);

public sealed class BrokerFullException(string message) : Exception(message);
