using CozeLoop.Platform.Relational;
using Dapper;

namespace CozeLoop.Platform.Messaging;

/// <summary>The statements of a queue file that only read it.</summary>
internal static class QueueReads
{
    public static Dictionary<string, QueueTopic> Topics(SqliteSession session)
    {
        var topics = session
            .Connection.Query<(string Name, long Id, long Held)>(
                "SELECT name, id, (SELECT IFNULL(SUM(size), 0) FROM messages WHERE topic_id = topics.id) FROM topics"
            )
            .ToDictionary(t => t.Name, t => new QueueTopic(t.Id, t.Held));
        foreach (
            var (topic, group, id) in session.Connection.Query<(string, string, long)>(
                "SELECT t.name, g.name, g.id FROM consumer_groups g JOIN topics t ON t.id = g.topic_id"
            )
        )
        {
            topics[topic].Groups[group] = new QueueGroup(id);
        }
        return topics;
    }

    public static byte[] Body(SqliteSession session, long message)
    {
        using var reader = session.Prepare("SELECT body FROM bodies WHERE message_id = @id", ("@id", message)).ExecuteReader();
        return reader.Read()
            ? reader.GetFieldValue<byte[]>(0)
            : throw new InvalidOperationException($"The queue has lost the body of message {message}.");
    }

    public static List<QueueStatus> Status(SqliteSession session, long now) =>
        [
            .. session
                .Connection.Query<(string Topic, string Group, long Waiting, long InFlight, long Dead, long? Oldest)>(
                    """
                    SELECT t.name, g.name,
                      (SELECT COUNT(*) FROM deliveries d WHERE d.group_id = g.id AND (d.visible_at <= @now OR d.receipt = 0)),
                      (SELECT COUNT(*) FROM deliveries d WHERE d.group_id = g.id AND d.visible_at > @now AND d.receipt > 0),
                      (SELECT COUNT(*) FROM dead_letters l WHERE l.topic = t.name AND l.group_name = g.name),
                      (SELECT MIN(m.published_at) FROM deliveries d JOIN messages m ON m.id = d.message_id WHERE d.group_id = g.id)
                    FROM consumer_groups g JOIN topics t ON t.id = g.topic_id ORDER BY t.name, g.name
                    """,
                    new { now }
                )
                .Select(r => new QueueStatus(
                    r.Topic,
                    r.Group,
                    r.Waiting,
                    r.InFlight,
                    r.Dead,
                    r.Oldest is { } oldest ? Math.Max(0, now - oldest) : null
                )),
        ];
}
