using CozeLoop.Platform.Broadcasting;

namespace CozeLoop.Tracing.Tests.Live;

/// <summary>A broadcast that several replicas of a test share and that is heard at once.</summary>
internal sealed class SharedBroadcast : IBroadcast
{
    private readonly List<(string Channel, Action<string> Heard)> _listeners = [];

    /// <summary>Everything that was told.</summary>
    public List<(string Channel, string Message)> Told { get; } = [];

    public Task TellAsync(string channel, string message)
    {
        Told.Add((channel, message));
        foreach (var (_, heard) in _listeners.Where(l => l.Channel == channel).ToList())
            heard(message);
        return Task.CompletedTask;
    }

    public IDisposable Listen(string channel, Action<string> heard)
    {
        _listeners.Add((channel, heard));
        return new Listening(() => _listeners.Remove((channel, heard)));
    }

    private sealed class Listening(Action end) : IDisposable
    {
        public void Dispose() => end();
    }
}
