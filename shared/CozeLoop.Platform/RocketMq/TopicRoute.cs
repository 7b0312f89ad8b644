using CozeLoop.Platform.RocketMq.Proto;

namespace CozeLoop.Platform.RocketMq;

/// <summary>Which brokers hold a topic; asked again now and then, because brokers come and go.</summary>
internal sealed class TopicRoute(ClientSession session, Resource topic, TimeProvider time)
{
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(15),
        Patience = TimeSpan.FromSeconds(5);

    private volatile Known? _known;

    /// <summary>Names of the readable masters.</summary>
    /// <exception cref="Messaging.StoreUnavailableException">Nobody answers, and nothing is known from before.</exception>
    /// <exception cref="RocketMqException">There is no such topic.</exception>
    public async Task<IReadOnlyList<string>> BrokersAsync(CancellationToken ct)
    {
        if (_known is { } known && time.GetElapsedTime(known.At) < Fresh)
            return known.Brokers;
        var answer = await session.CallAsync(
            (link, options) =>
                link.Service.QueryRouteAsync(
                    new QueryRouteRequest { Topic = topic, Endpoints = ClientSettings.AccessPoint(link.Address) },
                    options
                ),
            a => a.Status,
            Patience,
            ct
        );
        string[] brokers =
        [
            .. answer
                .MessageQueues.Where(q => q.Broker.Id == 0 && q.Permission is Permission.Read or Permission.ReadWrite)
                .Select(q => q.Broker.Name)
                .Distinct(),
        ];
        _known = new Known(brokers, time.GetTimestamp());
        return brokers;
    }

    private sealed record Known(IReadOnlyList<string> Brokers, long At);
}
