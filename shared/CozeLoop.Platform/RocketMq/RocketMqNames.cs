namespace CozeLoop.Platform.RocketMq;

/// <summary>
/// What topics and groups are called at the broker. A group there reads one topic only: all members of a RocketMQ group must subscribe to
/// the same, while here one name may read several topics.
/// </summary>
internal sealed class RocketMqNames(string prefix)
{
    public string Topic(string topic) => prefix + topic;

    public string Group(string topic, string group) => $"{prefix}{topic}-{group}";

    /// <summary>Where the broker keeps what a group gets a second time.</summary>
    public string RetryTopic(string topic, string group) => $"%RETRY%{Group(topic, group)}_{Topic(topic)}";

    /// <summary>Of the broker's topics those of this installation, as they are called here. An installation without a prefix owns what
    /// carries the product's name.</summary>
    public IEnumerable<string> Own(IEnumerable<string> topics) =>
        prefix.Length > 0
            ? topics.Where(t => t.StartsWith(prefix, StringComparison.Ordinal)).Select(t => t[prefix.Length..])
            : topics.Where(t => t.StartsWith("cozeloop-", StringComparison.Ordinal));

    /// <summary>Of the groups that read a topic those of this installation, as they are called here.</summary>
    public IEnumerable<string> Groups(string topic, IEnumerable<string> groups)
    {
        string before = Group(topic, "");
        return groups.Where(g => g.StartsWith(before, StringComparison.Ordinal)).Select(g => g[before.Length..]);
    }
}
