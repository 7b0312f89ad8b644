using CozeLoop.Contracts.Messages;
using CozeLoop.Platform.Messaging;
using CozeLoop.Platform.RocketMq.Remoting;

namespace CozeLoop.Platform.RocketMq;

/// <summary>
/// Makes topics and groups on every master broker, without Java. What exists keeps its form: a topic is never changed, and a group only
/// gets a higher retry limit, because at the limit the broker would bury messages by itself, without their reason.
/// </summary>
internal sealed class Provisioning(RocketMqOptions options, RocketMqNames names)
{
    private const int Queues = 8;
    private const long RetryLimit = 1_000_000;

    /// <returns>What was made or found, in words; a fault is a topic of another type than its messages need.</returns>
    /// <exception cref="StoreUnavailableException">A name server or broker does not answer.</exception>
    /// <exception cref="RocketMqException">A broker refuses.</exception>
    public async Task<IReadOnlyList<ProvisionedTopic>> EnsureAsync(
        IReadOnlyList<(string Topic, string Group)> consumers,
        CancellationToken ct
    )
    {
        var results = new List<ProvisionedTopic>();
        foreach (var (name, address) in await ClusterAddresses.MastersAsync(options, ct))
        {
            using var broker = await BrokerAdmin.OpenAsync(address, options.Credentials, ct);
            foreach (var consumer in consumers)
                results.Add(await EnsureAsync(broker, name, consumer.Topic, consumer.Group, ct));
        }
        return results;
    }

    private async Task<ProvisionedTopic> EnsureAsync(
        BrokerAdmin broker,
        string brokerName,
        string topic,
        string group,
        CancellationToken ct
    )
    {
        string topicName = names.Topic(topic),
            groupName = names.Group(topic, group),
            type = Topics.FormOf(topic).IsDelayed ? "DELAY" : "NORMAL";
        var found = await broker.TopicAsync(topicName, ct);
        if (found is null)
            await broker.CreateTopicAsync(topicName, type, Queues, ct);
        if (await broker.RetryLimitAsync(groupName, ct) < RetryLimit)
            await broker.CreateGroupAsync(groupName, RetryLimit, ct);
        await broker.InitialiseOffsetsAsync(topicName, groupName, found?.Queues ?? Queues, ct);
        return new ProvisionedTopic(brokerName, topicName, groupName, found?.Type ?? type, type);
    }
}

/// <param name="Type">What the topic is.</param>
/// <param name="Needed">What it must be: the broker refuses messages of the other type.</param>
internal sealed record ProvisionedTopic(string Broker, string Topic, string Group, string Type, string Needed);
