using System.Data.Common;
using System.Text.Json;
using CozeLoop.Contracts;
using CozeLoop.Platform.Events;

namespace CozeLoop.Platform.Relational;

/// <summary>A write in progress. Use <see cref="Connection"/> with Dapper, passing <see cref="DbTransaction"/>.</summary>
public sealed class Transaction
{
    private readonly List<OutboxMessage> _outbox = [];
    private readonly List<DomainEvent> _raised = [];

    public required DbConnection Connection { get; init; }
    public required DbTransaction DbTransaction { get; init; }

    /// <summary>
    /// Ends a SELECT whose rows this transaction changes next, or relies on: nobody else changes them before it ends. Empty where there is
    /// one writer anyway.
    /// </summary>
    public string ForUpdate { get; init; } = "";

    internal IReadOnlyList<OutboxMessage> Outbox => _outbox;
    internal IReadOnlyList<DomainEvent> Raised => _raised;

    /// <summary>Tells of the change that this transaction makes: see <see cref="DomainEvent"/>.</summary>
    public void Raise(DomainEvent change) => _raised.Add(change);

    /// <summary>Puts a message into the outbox of this database; the relay publishes it after the commit, at least once.</summary>
    /// <param name="message">Bytes, sent as they are; anything else as compact JSON.</param>
    /// <param name="delay">Not delivered earlier than this after the call; null = at once.</param>
    public void Publish(string topic, object message, TimeSpan? delay = null) =>
        _outbox.Add(new OutboxMessage(topic, Body(message), delay));

    private static byte[] Body(object message) =>
        message switch
        {
            byte[] bytes => bytes,
            ReadOnlyMemory<byte> bytes => bytes.ToArray(),
            _ => JsonSerializer.SerializeToUtf8Bytes(message, message.GetType(), Json.Compact),
        };
}

internal readonly record struct OutboxMessage(string Topic, byte[] Body, TimeSpan? Delay);
