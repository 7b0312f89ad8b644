using CozeLoop.Contracts.Messages;
using CozeLoop.Platform.RocketMq.Proto;

namespace CozeLoop.Platform.RocketMq;

/// <summary>Sends one message a request (a batch would get one answer for all) and returns when the broker has stored it.</summary>
internal sealed class Producer(ClientSession session, RocketMqNames names, LongBodies longBodies, TimeProvider time) : IAsyncDisposable
{
    /// <summary>
    /// How long a message is offered again before its sender hears that the broker is away: longer than a failover takes, and shorter than
    /// the ten seconds after which OpenTelemetry's exporters
    /// hang up, so that they hear it, and when to come again.
    /// </summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(8);
    private static readonly TimeSpan LongestDelay = TimeSpan.FromHours(24);

    /// <exception cref="ArgumentOutOfRangeException">The delay is longer than the broker keeps, or the topic has none.</exception>
    /// <exception cref="Messaging.StoreUnavailableException">The broker did not store it in time; it may have it anyway. Or the blob
    /// store is away, and the body needs it.</exception>
    public async Task SendAsync(string topic, ReadOnlyMemory<byte> body, TimeSpan delay, string? onlyGroup, CancellationToken ct)
    {
        bool delayed = Topics.FormOf(topic).IsDelayed;
        if (delay > TimeSpan.Zero && !delayed)
            throw new ArgumentOutOfRangeException(nameof(delay), $"{topic} is a topic without delays.");
        if (delay > LongestDelay)
            throw new ArgumentOutOfRangeException(nameof(delay), $"RocketMQ delays a message for {LongestDelay} at most, not for {delay}.");
        var now = time.GetUtcNow();
        string id = MessageForm.NewId(now);
        string? blob = body.Length > await LongestAsync(ct) ? await longBodies.PutAsync(id, body, ct) : null;
        var request = new SendMessageRequest
        {
            Messages = { MessageForm.Build(names.Topic(topic), id, blob is null ? body : default, delayed, delay, onlyGroup, blob, now) },
        };
        await session.CallAsync(
            (link, options) => link.Service.SendMessageAsync(request, options),
            answer => answer.Entries is [var only] ? only.Status : answer.Status,
            Patience,
            ct
        );
    }

    /// <summary>Bytes of a body that the broker takes and that the rest of a message leaves room for.</summary>
    private async Task<int> LongestAsync(CancellationToken ct) =>
        (await session.LinkAsync(Patience, ct)).Server.Publishing?.MaxBodySize is > 0 and < LongBodies.LongestInMessage and var said
            ? said
            : LongBodies.LongestInMessage;

    public ValueTask DisposeAsync() => session.DisposeAsync();
}
