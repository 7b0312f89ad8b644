using CozeLoop.Platform.Relational;
using Dapper;

namespace CozeLoop.Platform.Messaging;

/// <summary>The table <c>dead_letters</c>, the same whichever broker the messages came from.</summary>
internal static class DeadLetterRows
{
    /// <summary>Once only for each message of a group, however often it is asked for.</summary>
    public static void Add(SqliteSession session, ReceivedMessage message, string reason, long publishedAt, long now) => session.Execute(
        """
        INSERT INTO dead_letters (topic, group_name, origin, body, reason, attempts, published_at, died_at)
        SELECT @topic, @group, @origin, @body, @reason, @attempts, @published, @now
        WHERE NOT EXISTS (SELECT 1 FROM dead_letters WHERE topic = @topic AND group_name = @group AND origin = @origin)
        """,
        ("@topic", message.Topic), ("@group", message.Group), ("@origin", message.Id), ("@body", message.Body.ToArray()), ("@reason", reason),
        ("@attempts", message.Attempt), ("@published", publishedAt), ("@now", now));

    /// <summary>The newest first.</summary>
    public static List<DeadLetter> List(SqliteSession session, string topic, int limit) =>
    [
        .. session.Connection.Query<(string Id, string Group, string Origin, string Reason, long Attempts, long Bytes, long Published, long Died)>(
            """
            SELECT CAST(id AS TEXT), group_name, origin, reason, attempts, length(body), published_at, died_at
            FROM dead_letters WHERE topic = @topic ORDER BY id DESC LIMIT @limit
            """,
            new { topic, limit }).Select(r => new DeadLetter(
                r.Id, topic, r.Group, r.Origin, r.Reason, (int)r.Attempts, r.Bytes, DateTimeOffset.FromUnixTimeMilliseconds(r.Published), DateTimeOffset.FromUnixTimeMilliseconds(r.Died))),
    ];

    public static Dictionary<(string Topic, string Group), long> Counts(SqliteSession session) => session.Connection
        .Query<(string Topic, string Group, long Count)>("SELECT topic, group_name, COUNT(*) FROM dead_letters GROUP BY topic, group_name").ToDictionary(r => (r.Topic, r.Group), r => r.Count);

    /// <summary>The oldest after <paramref name="id"/>; null where there is none.</summary>
    public static DeadLetterBody? Next(SqliteSession session, string topic, long id) => session.Connection.QueryFirstOrDefault<DeadLetterBody>(
        "SELECT id AS Id, group_name AS GroupName, body AS Body FROM dead_letters WHERE topic = @topic AND id > @id ORDER BY id LIMIT 1", new { topic, id });

    public static void Remove(SqliteSession session, long id) => session.Execute("DELETE FROM dead_letters WHERE id = @id", ("@id", id));
}

internal sealed record DeadLetterBody(long Id, string GroupName, byte[] Body);
