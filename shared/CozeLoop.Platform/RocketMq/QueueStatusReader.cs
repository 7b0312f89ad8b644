using CozeLoop.Contracts;
using CozeLoop.Platform.Messaging;
using CozeLoop.Platform.RocketMq.Remoting;

namespace CozeLoop.Platform.RocketMq;

/// <summary>
/// How far each group is behind, asked of the brokers, because the clients' protocol does not say. Neither do they say what is in hand:
/// that part is this process's own share.
/// </summary>
internal sealed class QueueStatusReader(RocketMqOptions options, RocketMqNames names, DeadLetterStore deadLetters, TimeProvider time)
{
    /// <param name="held">What this process holds of a topic and group, and when the oldest of it was published (unix ms).</param>
    /// <exception cref="StoreUnavailableException">A name server or broker does not answer.</exception>
    public async Task<IReadOnlyList<QueueStatus>> ReadAsync(Func<string, string, (int Count, long? Oldest)> held, CancellationToken ct)
    {
        var queues = new Dictionary<(string Topic, string Group), Backlog>();
        foreach (var address in (await ClusterAddresses.MastersAsync(options, ct)).Values)
        {
            using var broker = await BrokerAdmin.OpenAsync(address, options.Credentials, ct);
            var delayed = await broker.DelayedAsync(ct);
            foreach (string topic in names.Own(await broker.TopicsAsync(ct)))
            {
                foreach (string group in names.Groups(topic, await broker.GroupsAsync(names.Topic(topic), ct)))
                {
                    var backlog = queues
                        .GetValueOrDefault((topic, group), new Backlog(0, null))
                        .With(new QueueLag(delayed.GetValueOrDefault(names.Topic(topic)), null));
                    backlog = backlog.With(await broker.LagAsync(names.Topic(topic), names.Group(topic, group), ct));
                    queues[(topic, group)] = backlog.With(
                        await broker.LagAsync(names.RetryTopic(topic, group), names.Group(topic, group), ct)
                    );
                }
            }
        }
        var dead = await deadLetters.CountsAsync(ct);
        return
        [
            .. queues
                .OrderBy(q => q.Key.Topic, StringComparer.Ordinal)
                .ThenBy(q => q.Key.Group, StringComparer.Ordinal)
                .Select(q => Status(q.Key, q.Value, dead.GetValueOrDefault(q.Key), held)),
        ];
    }

    private QueueStatus Status(
        (string Topic, string Group) queue,
        Backlog backlog,
        long dead,
        Func<string, string, (int Count, long? Oldest)> held
    )
    {
        var (count, oldest) = held(queue.Topic, queue.Group);
        double? heldAge = oldest is { } at ? Math.Max(0, time.UnixMs() - at) : null;
        return new QueueStatus(queue.Topic, queue.Group, backlog.Waiting, count, dead, Larger(backlog.OldestMs, heldAge));
    }

    private static double? Larger(double? a, double? b) => a is null || b > a ? b : a;

    private sealed record Backlog(long Waiting, double? OldestMs)
    {
        public Backlog With(QueueLag lag) => new(Waiting + lag.Left, Larger(OldestMs, lag.OldestMs));
    }
}
