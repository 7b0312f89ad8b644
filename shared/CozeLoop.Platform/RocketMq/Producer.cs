using CozeLoop.Platform.RocketMq.Proto;

namespace CozeLoop.Platform.RocketMq;

/// <summary>Sends one message a request (a batch would get one answer for all) and returns when the broker has stored it.</summary>
internal sealed class Producer(ClientSession session, RocketMqNames names, TimeProvider time) : IAsyncDisposable
{
    /// <summary>How long a message is offered again before its sender hears that the broker is away: longer than a broker takes to restart.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(12);
    private static readonly TimeSpan LongestDelay = TimeSpan.FromHours(24);
    private const int DefaultMaxBody = 4 << 20;

    /// <exception cref="ArgumentException">The body is larger than the broker takes.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The delay is longer than the broker keeps, or the topic has none.</exception>
    /// <exception cref="Messaging.StoreUnavailableException">The broker did not store it in time; it may have it all the same.</exception>
    public async Task SendAsync(string topic, ReadOnlyMemory<byte> body, TimeSpan delay, string? onlyGroup, CancellationToken ct)
    {
        bool delayed = RocketMqNames.IsDelayed(topic);
        if (delay > TimeSpan.Zero && !delayed) throw new ArgumentOutOfRangeException(nameof(delay), $"{topic} is a topic without delays.");
        if (delay > LongestDelay) throw new ArgumentOutOfRangeException(nameof(delay), $"RocketMQ delays a message for {LongestDelay} at most, not for {delay}.");
        int max = (await session.LinkAsync(Patience, ct)).Server.Publishing?.MaxBodySize is > 0 and var said ? said : DefaultMaxBody;
        if (body.Length > max) throw new ArgumentException($"A message of {body.Length} bytes is larger than the {max} bytes that RocketMQ takes; what is larger belongs into the blob store.", nameof(body));
        var now = time.GetUtcNow();
        var request = new SendMessageRequest { Messages = { MessageForm.Build(names.Topic(topic), MessageForm.NewId(now), body, delayed, delay, onlyGroup, now) } };
        await session.CallAsync((link, options) => link.Service.SendMessageAsync(request, options), answer => answer.Entries is [var only] ? only.Status : answer.Status, Patience, ct);
    }

    public ValueTask DisposeAsync() => session.DisposeAsync();
}
