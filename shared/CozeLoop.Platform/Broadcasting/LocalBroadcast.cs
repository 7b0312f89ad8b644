using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace CozeLoop.Platform.Broadcasting;

/// <summary>The broadcast of a single process.</summary>
internal sealed class LocalBroadcast(ILogger<LocalBroadcast> logger) : IBroadcast
{
    private readonly ConcurrentDictionary<Listening, bool> _listeners = new();

    public Task TellAsync(string channel, string message)
    {
        foreach (var (listening, _) in _listeners)
        {
            if (listening.Channel == channel)
                Tell(listening, message);
        }
        return Task.CompletedTask;
    }

    public IDisposable Listen(string channel, Action<string> heard)
    {
        var listening = new Listening(this, channel, heard);
        _listeners[listening] = true;
        return listening;
    }

    // One that fails must not keep the others from hearing it.
    private void Tell(Listening listening, string message)
    {
        try
        {
            listening.Heard(message);
        }
        catch (Exception e)
        {
            logger.LogError(e, "A listener on {Channel} failed", listening.Channel);
        }
    }

    private sealed class Listening(LocalBroadcast owner, string channel, Action<string> heard) : IDisposable
    {
        public string Channel => channel;
        public Action<string> Heard => heard;

        public void Dispose() => owner._listeners.TryRemove(this, out _);
    }
}
