using System.Text;
using CozeLoop.Platform.Messaging;

namespace CozeLoop.Platform.Tests.Messaging;

/// <summary>Keeps what it was given, and does with it what a test says.</summary>
internal sealed class RecordingHandler(Func<IReadOnlyList<string>, CancellationToken, Task>? act = null) : IMessageHandler
{
    private readonly Lock _lock = new();
    private readonly List<IReadOnlyList<string>> _calls = [];

    /// <summary>The texts of each call.</summary>
    public IReadOnlyList<IReadOnlyList<string>> Calls
    {
        get
        {
            lock (_lock)
                return [.. _calls];
        }
    }

    /// <summary>The texts whose call went well.</summary>
    public HashSet<string> Handled { get; } = [];

    public async Task HandleAsync(IReadOnlyList<ReceivedMessage> messages, CancellationToken ct)
    {
        var texts = messages.Select(m => Encoding.UTF8.GetString(m.Body.Span)).ToList();
        lock (_lock)
            _calls.Add(texts);
        if (act is not null)
            await act(texts, ct);
        lock (_lock)
            Handled.UnionWith(texts);
    }
}
