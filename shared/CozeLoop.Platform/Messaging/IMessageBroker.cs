using System.Text.Json;
using CozeLoop.Contracts;

namespace CozeLoop.Platform.Messaging;

/// <summary>
/// At-least-once queues with consumer groups. Every group sees every message of a topic once at least; no order is promised.
/// A group must be registered (by its consumer) before messages are published to be sure to see them.
/// </summary>
public interface IMessageBroker
{
    /// <summary>Returns when the message is durable. However it ends, <paramref name="body"/> is the caller's again and is not read
    /// after.</summary>
    /// <param name="delay">Not delivered earlier than this; null = at once.</param>
    /// <exception cref="BrokerFullException">The queue holds its limit of bytes; the sender may retry later.</exception>
    Task PublishAsync(string topic, ReadOnlyMemory<byte> body, TimeSpan? delay = null, CancellationToken ct = default);

    Task RegisterGroupAsync(string topic, string group, CancellationToken ct = default);

    /// <summary>Up to <paramref name="max"/> messages, hidden from the group's other consumers for <paramref name="invisible"/>. Waits up
    /// to <paramref name="wait"/> for the first.</summary>
    /// <param name="maxBytes">Of bodies together; a single message comes even if it is larger. 0 = no bound.</param>
    Task<IReadOnlyList<ReceivedMessage>> ReceiveAsync(
        string topic,
        string group,
        int max,
        TimeSpan invisible,
        TimeSpan wait,
        long maxBytes = 0,
        CancellationToken ct = default
    );

    Task AcknowledgeAsync(IReadOnlyList<ReceivedMessage> messages, CancellationToken ct = default);

    /// <summary>Hides messages for longer (or shows them sooner, with zero). A receipt that is out of date changes nothing.</summary>
    Task ExtendAsync(IReadOnlyList<ReceivedMessage> messages, TimeSpan invisible, CancellationToken ct = default);

    /// <summary>Gives back what was not handled: visible at once, and this delivery does not count as an attempt.</summary>
    Task ReleaseAsync(IReadOnlyList<ReceivedMessage> messages, CancellationToken ct = default);

    /// <summary>Moves poison into <c>dead_letters</c> with its reason, and acknowledges it, in one transaction.</summary>
    Task DeadLetterAsync(ReceivedMessage message, string reason, CancellationToken ct = default);

    Task<IReadOnlyList<QueueStatus>> StatusAsync(CancellationToken ct = default);

    /// <summary>The newest dead letters of a topic, at most <paramref name="limit"/>: newest first, ids falling.</summary>
    /// <param name="before">Only those with a smaller id.</param>
    Task<IReadOnlyList<DeadLetter>> DeadLettersAsync(string topic, int limit, long? before = null, CancellationToken ct = default);

    /// <summary>Publishes dead letters of a topic to their group again; returns how many.</summary>
    Task<int> RedriveAsync(string topic, CancellationToken ct = default);
}

/// <param name="Attempt">Deliveries so far, this one included; 1 on the first.</param>
public sealed record ReceivedMessage(string Id, string Topic, string Group, ReadOnlyMemory<byte> Body, int Attempt, string ReceiptHandle)
{
    /// <summary>What was traced when it was published, as W3C <c>traceparent</c>; null where nothing was.</summary>
    public string? TraceParent { get; init; }

    /// <summary>What was published.</summary>
    /// <exception cref="JsonException">The body is something else.</exception>
    public T Read<T>() =>
        JsonSerializer.Deserialize<T>(Body.Span, Json.Compact) ?? throw new JsonException($"A message of {Topic} holds null.");
}

/// <param name="Waiting">Messages not yet delivered or to be delivered again, delayed ones included.</param>
/// <param name="InFlight">Messages some consumer holds.</param>
/// <param name="OldestAgeMs">Since the oldest message of the group was published; null when there is none.</param>
public sealed record QueueStatus(string Topic, string Group, long Waiting, long InFlight, long DeadLetters, double? OldestAgeMs);

/// <param name="Origin">Id of the message that died.</param>
/// <param name="Bytes">Length of its body.</param>
public sealed record DeadLetter(
    long Id,
    string Topic,
    string Group,
    string Origin,
    string Reason,
    int Attempts,
    long Bytes,
    DateTimeOffset PublishedAt,
    DateTimeOffset DiedAt
);

public sealed class BrokerFullException(string message) : Exception(message);
