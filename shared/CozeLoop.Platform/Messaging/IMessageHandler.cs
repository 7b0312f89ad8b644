namespace CozeLoop.Platform.Messaging;

/// <summary>
/// Handles messages of one topic and group; registered with <c>services.AddConsumer&lt;T&gt;(topic, group, options)</c>. When the task
/// completes the effect is durable, and the loop acknowledges. Idempotent: the same message may come again. An exception retries the
/// batch, bisected down to the poison message, which goes to the dead letters after its attempts; <see cref="StoreUnavailableException"/>
/// stops receiving and extends what is held.
/// </summary>
public interface IMessageHandler
{
    Task HandleAsync(IReadOnlyList<ReceivedMessage> messages, CancellationToken ct);
}

/// <summary>A store behind the handler is down. That is not a fault of the message.</summary>
public sealed class StoreUnavailableException : Exception
{
    public StoreUnavailableException(string store, Exception? inner = null)
        : this(inner, $"{store} is unavailable.") { }

    private StoreUnavailableException(Exception? inner, string sentence)
        : base(sentence, inner) { }

    /// <param name="sentence">Which store, and what is wrong with it.</param>
    public static StoreUnavailableException Because(string sentence, Exception? inner = null) => new(inner, sentence);
}

public sealed record ConsumerOptions
{
    /// <summary>Messages per call of the handler. Default 1.</summary>
    public int BatchSize { get; init; } = 1;

    /// <summary>Bytes of bodies per call of the handler, but one message at least. Default 32 MiB.</summary>
    public long BatchBytes { get; init; } = 32L << 20;

    /// <summary>After a batch that was not full, the next is not received earlier than this: for handlers whose calls cost before their
    /// messages do. Default: at once.</summary>
    public TimeSpan Linger { get; init; }

    /// <summary>Calls of the handler at once. Default 1.</summary>
    public int Concurrency { get; init; } = 1;

    /// <summary>Deliveries before a message counts as poison. Default 8.</summary>
    public int MaxAttempts { get; init; } = 8;

    /// <summary>How long a message is hidden while handled; extended by the loop itself. Default 60 s.</summary>
    public TimeSpan Invisible { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Before a message that failed alone comes again: this after the first time, doubled each time up to 5 minutes, with jitter.
    /// Default 1 s.</summary>
    public TimeSpan RetryDelay { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How long a call under way may take to finish when the process stops. Default 15 s.</summary>
    public TimeSpan Drain { get; init; } = TimeSpan.FromSeconds(15);
}
