using System.Globalization;
using System.Net;
using System.Text;

namespace CozeLoop.Platform.RocketMq.Remoting;

/// <summary>One master broker: its topics, groups, offsets and settings.</summary>
internal sealed class BrokerAdmin(RemotingConnection connection) : IDisposable
{
    private const int CreateTopic = 17,
        TopicConfig = 351,
        GroupConfig = 352,
        CreateGroup = 200,
        QueryOffset = 14,
        UpdateOffset = 15,
        MaxOffset = 30,
        GroupsOfTopic = 300,
        ConsumeStats = 208,
        ConsumeTimes = 303,
        BrokerConfig = 26,
        AllTopics = 21,
        TimerMetrics = 61,
        RuntimeInfo = 28;
    private const int TopicMissing = 17,
        OffsetMissing = 22;

    public static async Task<BrokerAdmin> OpenAsync(DnsEndPoint broker, RocketMqCredentials? credentials, CancellationToken ct) =>
        new(await RemotingConnection.OpenAsync(broker, credentials, ct));

    /// <summary>The type of the topic's messages (<c>NORMAL</c> where it has none) and its number of queues; null where there is no such
    /// topic.</summary>
    public async Task<(string Type, int Queues)?> TopicAsync(string topic, CancellationToken ct)
    {
        var answer = await connection.CallAsync(RemotingCommand.Request(TopicConfig, ("topic", topic)), ct);
        if (answer.Code == TopicMissing)
            return null;
        var config = Json(answer);
        return (config["attributes"]?["message.type"]?.Text ?? "NORMAL", (int)config.Number("readQueueNums"));
    }

    /// <summary>Changes the topic where it exists, its type included: look first.</summary>
    public async Task CreateTopicAsync(string topic, string type, int queues, CancellationToken ct)
    {
        string count = queues.ToString(CultureInfo.InvariantCulture);
        Check(
            await connection.CallAsync(
                RemotingCommand.Request(
                    CreateTopic,
                    ("topic", topic),
                    ("defaultTopic", "TBW102"),
                    ("readQueueNums", count),
                    ("writeQueueNums", count),
                    ("perm", "6"),
                    ("topicFilterType", "SINGLE_TAG"),
                    ("topicSysFlag", "0"),
                    ("order", "false"),
                    ("attributes", $"+message.type={type}")
                ),
                ct
            )
        );
    }

    /// <summary>How often the group's messages may come before the broker itself buries them. A broker that makes groups by itself makes
    /// this one when asked.</summary>
    public async Task<long> RetryLimitAsync(string group, CancellationToken ct)
    {
        var answer = await connection.CallAsync(RemotingCommand.Request(GroupConfig, ("group", group)), ct);
        return answer.Code == 0 && answer.Body.Length > 0 ? Json(answer).Number("retryMaxTimes") : 0;
    }

    public async Task CreateGroupAsync(string group, long retryLimit, CancellationToken ct)
    {
        byte[] body = System.Text.Json.JsonSerializer.SerializeToUtf8Bytes(
            new
            {
                groupName = group,
                consumeEnable = true,
                consumeFromMinEnable = true,
                consumeBroadcastEnable = true,
                consumeMessageOrderly = false,
                retryQueueNums = 1,
                retryMaxTimes = retryLimit,
            }
        );
        Check(await connection.CallAsync(RemotingCommand.Request(CreateGroup) with { Body = body }, ct));
    }

    /// <summary>Lets the group begin at what is sent from now on, in every queue where it has not begun.</summary>
    public async Task InitialiseOffsetsAsync(string topic, string group, int queues, CancellationToken ct)
    {
        for (int i = 0; i < queues; i++)
        {
            string queue = i.ToString(CultureInfo.InvariantCulture);
            var known = await connection.CallAsync(
                RemotingCommand.Request(
                    QueryOffset,
                    ("consumerGroup", group),
                    ("topic", topic),
                    ("queueId", queue),
                    ("setZeroIfNotFound", "false")
                ),
                ct
            );
            if (known.Code != OffsetMissing)
            {
                Check(known);
                continue;
            }
            string end = Check(
                await connection.CallAsync(RemotingCommand.Request(MaxOffset, ("topic", topic), ("queueId", queue)), ct)
            ).Fields["offset"];
            Check(
                await connection.CallAsync(
                    RemotingCommand.Request(
                        UpdateOffset,
                        ("consumerGroup", group),
                        ("topic", topic),
                        ("queueId", queue),
                        ("commitOffset", end)
                    ),
                    ct
                )
            );
        }
    }

    public async Task<IReadOnlyList<string>> TopicsAsync(CancellationToken ct)
    {
        var topics = Json(await connection.CallAsync(RemotingCommand.Request(AllTopics), ct))["topicConfigTable"];
        return topics is null ? [] : [.. topics.Members.Select(m => m.Key.Text)];
    }

    public async Task<IReadOnlyList<string>> GroupsAsync(string topic, CancellationToken ct)
    {
        var groups = Json(await connection.CallAsync(RemotingCommand.Request(GroupsOfTopic, ("topic", topic)), ct))["groupList"];
        return groups is null ? [] : [.. groups.Members.Select(m => m.Value.Text)];
    }

    /// <summary>Delayed messages that are not due yet, by topic.</summary>
    public async Task<IReadOnlyDictionary<string, long>> DelayedAsync(CancellationToken ct)
    {
        var counts = Json(await connection.CallAsync(RemotingCommand.Request(TimerMetrics), ct))["timingCount"];
        return (counts?.Members ?? []).ToDictionary(m => m.Key.Text, m => Math.Max(0, m.Value.Number("count")));
    }

    /// <summary>What the group has left of the topic here, over its queues; zeros where there is no such topic. What was delivered counts
    /// as done here, acknowledged or not.</summary>
    public async Task<QueueLag> LagAsync(string topic, string group, CancellationToken ct)
    {
        var answer = await connection.CallAsync(RemotingCommand.Request(ConsumeStats, ("consumerGroup", group), ("topic", topic)), ct);
        if (answer.Code != 0 || Json(answer)["offsetTable"] is not { } table)
            return new QueueLag(0, null);
        var behind = table
            .Members.Select(m =>
                (Queue: m.Key["queueId"]?.Text ?? "", Left: m.Value.Number("brokerOffset") - Math.Max(0, m.Value.Number("consumerOffset")))
            )
            .Where(q => q.Left > 0)
            .ToList();
        return new QueueLag(
            behind.Sum(q => q.Left),
            behind.Count == 0 ? null : await OldestAsync(topic, group, [.. behind.Select(q => q.Queue)], ct)
        );
    }

    /// <summary>The broker's settings by name.</summary>
    public async Task<IReadOnlyDictionary<string, string>> SettingsAsync(CancellationToken ct) =>
        Encoding
            .UTF8.GetString(Check(await connection.CallAsync(RemotingCommand.Request(BrokerConfig), ct)).Body)
            .Split('\n')
            .Select(line => line.Split('=', 2))
            .Where(pair => pair.Length == 2)
            .ToDictionary(pair => pair[0].Trim(), pair => pair[1].Trim());

    /// <summary>How much of the disk that holds the messages is used, from 0 to 1.</summary>
    /// <exception cref="FormatException">The broker does not say.</exception>
    public async Task<double> DiskShareAsync(CancellationToken ct) =>
        double.Parse(
            Json(await connection.CallAsync(RemotingCommand.Request(RuntimeInfo), ct))["table"]?["commitLogDiskRatio"]?.Text ?? "",
            NumberStyles.Float,
            CultureInfo.InvariantCulture
        );

    public void Dispose() => connection.Dispose();

    /// <summary>Milliseconds since the oldest message that is not done was stored.</summary>
    private async Task<double?> OldestAsync(string topic, string group, HashSet<string> queues, CancellationToken ct)
    {
        var times = Json(await connection.CallAsync(RemotingCommand.Request(ConsumeTimes, ("topic", topic), ("group", group)), ct))[
            "consumeTimeSpanSet"
        ];
        var ages = (times?.Members ?? [])
            .Select(m => m.Value)
            .Where(queue => queues.Contains(queue["messageQueue"]?["queueId"]?.Text ?? "") && queue.Number("maxTimeStamp") > 0)
            .Select(queue => (double)queue.Number("delayTime"))
            .ToList();
        return ages.Count == 0 ? null : ages.Max();
    }

    private static LooseValue Json(RemotingCommand answer) => LooseJson.Parse(Encoding.UTF8.GetString(Check(answer).Body));

    private static RemotingCommand Check(RemotingCommand answer) =>
        answer.Code == 0 ? answer : throw new RocketMqException(answer.Code, answer.Remark ?? "");
}

/// <param name="Left">Messages never delivered.</param>
/// <param name="OldestMs">Since the oldest of them was stored; null where there is none.</param>
internal sealed record QueueLag(long Left, double? OldestMs);
