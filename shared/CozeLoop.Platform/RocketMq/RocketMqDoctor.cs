using System.Globalization;
using CozeLoop.Contracts.Messages;
using CozeLoop.Platform.Messaging;
using CozeLoop.Platform.RocketMq.Remoting;

namespace CozeLoop.Platform.RocketMq;

/// <summary>What <c>cozeloop doctor</c> looks at, and makes, in a RocketMQ cluster.</summary>
public static class RocketMqDoctor
{
    // RocketMQ's own default: a consumer that is down over a long weekend still finds its messages.
    private const int EnoughHours = 72;

    /// <summary>Makes the topics and groups that the given consumers need, on every master broker.</summary>
    /// <param name="connectionString"><c>ConnectionStrings:RocketMq</c>.</param>
    /// <exception cref="InvalidOperationException">The connection string is wrong.</exception>
    public static Task<IReadOnlyList<BrokerFinding>> ProvisionAsync(
        string connectionString,
        IEnumerable<ConsumerGroup> consumers,
        CancellationToken ct
    )
    {
        var options = RocketMqOptions.Parse(connectionString);
        return AskAsync(async () =>
        {
            var made = await new Provisioning(options, new RocketMqNames(options.Prefix)).EnsureAsync(
                [.. consumers.Select(c => (c.Topic, c.Group))],
                ct
            );
            return
            [
                .. made.Select(m => new BrokerFinding(
                    $"{m.Broker} {m.Topic}",
                    m.Type == m.Needed ? BrokerFault.None : BrokerFault.WrongType,
                    m.Type == m.Needed ? m.Group : $"{m.Type}, {m.Needed}"
                )),
            ];
        });
    }

    /// <summary>What is missing, and which settings of the brokers may lose messages that were acknowledged.</summary>
    /// <param name="connectionString"><c>ConnectionStrings:RocketMq</c>.</param>
    /// <exception cref="InvalidOperationException">The connection string is wrong.</exception>
    public static Task<IReadOnlyList<BrokerFinding>> CheckAsync(
        string connectionString,
        IEnumerable<ConsumerGroup> consumers,
        CancellationToken ct
    )
    {
        var options = RocketMqOptions.Parse(connectionString);
        var names = new RocketMqNames(options.Prefix);
        return AskAsync(async () =>
        {
            var findings = new List<BrokerFinding>();
            foreach (var (name, address) in await ClusterAddresses.MastersAsync(options, ct))
            {
                using var broker = await BrokerAdmin.OpenAsync(address, options.Credentials, ct);
                findings.AddRange(Settings(name, await broker.SettingsAsync(ct)));
                foreach (string topic in consumers.Select(c => c.Topic).Distinct())
                    findings.Add(Topic(name, topic, names.Topic(topic), await broker.TopicAsync(names.Topic(topic), ct)));
            }
            return findings;
        });
    }

    internal static IEnumerable<BrokerFinding> Settings(string broker, IReadOnlyDictionary<string, string> settings)
    {
        string Value(string key) => settings.GetValueOrDefault(key, "");
        bool cleans = Value("cleanFileForciblyEnable") == "true",
            flushes = Value("flushDiskType") == "SYNC_FLUSH" || Value("brokerRole") == "SYNC_MASTER";
        bool keeps =
            int.TryParse(Value("fileReservedTime"), NumberStyles.None, CultureInfo.InvariantCulture, out int hours) && hours >= EnoughHours;
        return
        [
            new BrokerFinding(
                $"{broker} cleanFileForciblyEnable",
                cleans ? BrokerFault.CleansForcibly : BrokerFault.None,
                Value("cleanFileForciblyEnable")
            ),
            new BrokerFinding(
                $"{broker} fileReservedTime",
                keeps ? BrokerFault.None : BrokerFault.KeepsTooShort,
                $"{Value("fileReservedTime")} h"
            ),
            new BrokerFinding(
                $"{broker} flushDiskType",
                flushes ? BrokerFault.None : BrokerFault.NotFlushed,
                $"{Value("flushDiskType")}, {Value("brokerRole")}"
            ),
        ];
    }

    private static BrokerFinding Topic(string broker, string topic, string name, (string Type, int Queues)? found)
    {
        string needed = Topics.FormOf(topic).IsDelayed ? "DELAY" : "NORMAL";
        if (found is not { } there)
            return new BrokerFinding($"{broker} {name}", BrokerFault.TopicMissing, needed);
        return there.Type == needed
            ? new BrokerFinding($"{broker} {name}", BrokerFault.None, needed)
            : new BrokerFinding($"{broker} {name}", BrokerFault.WrongType, $"{there.Type}, {needed}");
    }

    private static async Task<IReadOnlyList<BrokerFinding>> AskAsync(Func<Task<IReadOnlyList<BrokerFinding>>> ask)
    {
        try
        {
            return await ask();
        }
        catch (Exception e) when (e is StoreUnavailableException or RocketMqException)
        {
            return [new BrokerFinding("RocketMQ", BrokerFault.Unreachable, e.Message)];
        }
    }
}

/// <param name="Subject">A broker with a topic or setting of it.</param>
/// <param name="Detail">What was found; for <see cref="BrokerFault.WrongType"/> what it is and what it must be.</param>
public sealed record BrokerFinding(string Subject, BrokerFault Fault, string Detail);

public enum BrokerFault
{
    None,

    /// <summary>Nobody answers, or refuses.</summary>
    Unreachable,
    TopicMissing,

    /// <summary>The topic exists with a type that refuses the product's messages.</summary>
    WrongType,

    /// <summary>On a full disk the broker deletes messages that nobody has read, before it refuses new ones.</summary>
    CleansForcibly,

    /// <summary>Messages go after their time whether they were read or not.</summary>
    KeepsTooShort,

    /// <summary>An acknowledged message is on no disk yet.</summary>
    NotFlushed,
}
