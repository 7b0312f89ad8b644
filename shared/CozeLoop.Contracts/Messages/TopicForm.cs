namespace CozeLoop.Contracts.Messages;

/// <summary>How a broker keeps a topic: whoever publishes and whoever reads must agree on it, in whatever process they run.</summary>
public sealed record TopicForm
{
    /// <summary>
    /// Messages may be delivered later than they are sent. A stock RocketMQ has no topic for both immediate and delayed messages, so every
    /// message of such a topic names its time there: one with very many messages that are never delayed is better off without.
    /// </summary>
    public bool IsDelayed { get; init; } = true;

    /// <summary>The embedded broker's file. A busy topic has its own: beside it, small transactions of others would wait for its large
    /// commits.</summary>
    public string File { get; init; } = "queue";
}
