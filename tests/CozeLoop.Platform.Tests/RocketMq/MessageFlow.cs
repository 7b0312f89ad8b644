using System.Globalization;
using System.Text;
using CozeLoop.Platform.Messaging;

namespace CozeLoop.Platform.Tests.RocketMq;

/// <summary>Numbers from 0 on, published one after the other at a pace that leaves a busy machine time to handle them.</summary>
internal sealed class MessageFlow : IAsyncDisposable
{
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(20);

    private readonly CancellationTokenSource _ending = new();
    private readonly Task _running;
    private int _sent;

    public MessageFlow(IMessageBroker broker, string topic) => _running = Task.Run(() => RunAsync(broker, topic));

    public int Sent => Volatile.Read(ref _sent);

    /// <returns>How many were published in all.</returns>
    public async Task<int> EndAsync()
    {
        await _ending.CancelAsync();
        await _running;
        return Sent;
    }

    public async ValueTask DisposeAsync()
    {
        await _ending.CancelAsync();
        await _running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _ending.Dispose();
    }

    private async Task RunAsync(IMessageBroker broker, string topic)
    {
        for (; !_ending.IsCancellationRequested; Interlocked.Increment(ref _sent))
        {
            await broker.PublishAsync(topic, Encoding.UTF8.GetBytes(Sent.ToString(CultureInfo.InvariantCulture)));
            await Task.Delay(Pace);
        }
    }
}
