using System.Net;
using CozeLoop.Platform.RocketMq.Proto;
using Google.Protobuf.WellKnownTypes;

namespace CozeLoop.Platform.RocketMq;

/// <summary>How a client introduces itself on its telemetry stream.</summary>
/// <param name="Group">The consumer's group; null for a producer.</param>
internal sealed record ClientSettings(ClientType Type, Resource? Group, Settings Settings)
{
    /// <summary>Compared by the proxy as text; below 5.0.3 it answers with codes of its own.</summary>
    public const string ProtocolVersion = "5.2.1";

    public static ClientSettings Producer(IEnumerable<string> topics)
    {
        var publishing = new Publishing { ValidateMessageType = true };
        publishing.Topics.AddRange(topics.Select(topic => new Resource { Name = topic }));
        return new ClientSettings(ClientType.Producer, null, Common(ClientType.Producer, settings => settings.Publishing = publishing));
    }

    public static ClientSettings Consumer(string topic, string group, TimeSpan longPoll)
    {
        var subscription = new Subscription
        {
            Group = new Resource { Name = group },
            LongPollingTimeout = Duration.FromTimeSpan(longPoll),
        };
        subscription.Subscriptions.Add(
            new SubscriptionEntry
            {
                Topic = new Resource { Name = topic },
                Expression = Everything,
            }
        );
        return new ClientSettings(
            ClientType.SimpleConsumer,
            subscription.Group,
            Common(ClientType.SimpleConsumer, settings => settings.Subscription = subscription)
        );
    }

    public static FilterExpression Everything => new() { Type = FilterType.Tag, Expression = "*" };

    public static Endpoints AccessPoint(DnsEndPoint proxy)
    {
        var scheme =
            !IPAddress.TryParse(proxy.Host, out var ip) ? AddressScheme.DomainName
            : ip.AddressFamily == System.Net.Sockets.AddressFamily.InterNetworkV6 ? AddressScheme.Ipv6
            : AddressScheme.Ipv4;
        return new Endpoints
        {
            Scheme = scheme,
            Addresses =
            {
                new Address { Host = proxy.Host, Port = proxy.Port },
            },
        };
    }

    private static Settings Common(ClientType type, Action<Settings> complete)
    {
        var settings = new Settings
        {
            ClientType = type,
            RequestTimeout = Duration.FromTimeSpan(ProxyLink.CallTime),
            UserAgent = new UA
            {
                Language = Language.DotNet,
                Version = ProtocolVersion,
                Platform = Environment.OSVersion.Platform.ToString(),
                Hostname = Environment.MachineName,
            },
        };
        complete(settings);
        return settings;
    }
}
