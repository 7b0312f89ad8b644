using CozeLoop.Platform.Relational;
using Dapper;

namespace CozeLoop.Platform.Messaging;

/// <summary>Turns dead letters into messages again, for the group in which they died alone.</summary>
internal static class Redrive
{
    /// <summary>How many went, oldest first, and the bytes of their bodies. A letter whose group is no longer registered stays.</summary>
    public static (int Count, long Bytes) Run(SqliteSession session, string name, QueueTopic topic, int max, long now)
    {
        var letters = session
            .Connection.Query<(long Id, string Group)>(
                "SELECT id, group_name FROM dead_letters WHERE topic = @name AND group_name IN @groups ORDER BY id LIMIT @max",
                new
                {
                    name,
                    groups = topic.Groups.Keys.ToList(),
                    max,
                },
                session.Transaction
            )
            .AsList();
        long bytes = 0;
        foreach (var (id, group) in letters)
        {
            byte[] body = session.Connection.QuerySingle<byte[]>(
                "SELECT body FROM dead_letters WHERE id = @id",
                new { id },
                session.Transaction
            );
            QueueWrites.Publish(session, topic.Id, [topic.Groups[group].Id], body, traceParent: null, now, now);
            session.Execute("DELETE FROM dead_letters WHERE id = @id", ("@id", id));
            bytes += body.Length;
        }
        return (letters.Count, bytes);
    }
}
