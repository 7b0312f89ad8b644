using System.Threading.Channels;

namespace CozeLoop.Platform.Threading;

/// <summary>A channel between asynchronous callers and a thread of its own.</summary>
internal static class ThreadChannel
{
    /// <exception cref="ObjectDisposedException">The reading side has been disposed.</exception>
    public static async ValueTask EnqueueAsync<T>(this Channel<T> channel, T item, CancellationToken ct)
    {
        try
        {
            await channel.Writer.WriteAsync(item, ct);
        }
        catch (ChannelClosedException e)
        {
            throw new ObjectDisposedException("The store has been closed.", e);
        }
    }

    /// <summary>Blocks the calling thread, which must be a dedicated one, until there is an item; false at the end.</summary>
    public static bool WaitOnThisThread<T>(this ChannelReader<T> reader)
    {
        var waiting = reader.WaitToReadAsync();
        if (waiting.IsCompleted)
            return waiting.GetAwaiter().GetResult();
        var task = waiting.AsTask();
        // Waiting for the task itself would first spin, on dozens of threads that mostly have nothing to do.
        ((IAsyncResult)task).AsyncWaitHandle.WaitOne();
        return task.GetAwaiter().GetResult();
    }
}
