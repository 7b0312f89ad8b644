using System.Collections.Concurrent;
using CozeLoop.Platform.Threading;

namespace CozeLoop.Platform.Messaging;

/// <summary>What is known of a topic without asking its file.</summary>
internal sealed class QueueTopic(long id, long held)
{
    private long _held = held;

    public long Id => id;

    /// <summary>Bytes of the bodies in the file.</summary>
    public long Held => Interlocked.Read(ref _held);

    public ConcurrentDictionary<string, QueueGroup> Groups { get; } = new();

    public void Add(long bytes) => Interlocked.Add(ref _held, bytes);
}

internal sealed class QueueGroup(long id)
{
    public long Id => id;

    /// <summary>Set when a message of the group may have become visible.</summary>
    public AsyncSignal Arrived { get; } = new();
}
