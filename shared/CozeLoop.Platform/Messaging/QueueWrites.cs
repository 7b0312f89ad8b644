using CozeLoop.Platform.Relational;

namespace CozeLoop.Platform.Messaging;

/// <summary>The statements of a queue file that change it; each runs within a transaction of the writer.</summary>
internal static class QueueWrites
{
    public static long TopicId(SqliteSession session, string name)
    {
        session.Execute("INSERT INTO topics (name) VALUES (@name) ON CONFLICT DO NOTHING", ("@name", name));
        return session.Scalar("SELECT id FROM topics WHERE name = @name", ("@name", name));
    }

    public static long GroupId(SqliteSession session, long topic, string name)
    {
        session.Execute(
            "INSERT INTO consumer_groups (topic_id, name) VALUES (@topic, @name) ON CONFLICT DO NOTHING",
            ("@topic", topic),
            ("@name", name)
        );
        return session.Scalar(
            "SELECT id FROM consumer_groups WHERE topic_id = @topic AND name = @name",
            ("@topic", topic),
            ("@name", name)
        );
    }

    public static void Publish(
        SqliteSession session,
        long topic,
        IEnumerable<long> groups,
        ReadOnlyMemory<byte> body,
        string? traceParent,
        long publishedAt,
        long visibleAt
    )
    {
        session.Execute(
            "INSERT INTO messages (topic_id, size, published_at, traceparent) VALUES (@topic, @size, @at, @trace)",
            ("@topic", topic),
            ("@size", body.Length),
            ("@at", publishedAt),
            ("@trace", traceParent)
        );
        long id = SQLitePCL.raw.sqlite3_last_insert_rowid(session.Connection.Handle!);
        session.ExecuteWithBlob("INSERT INTO bodies (message_id, body) VALUES (?, ?)", id, body.Span);
        foreach (long group in groups)
        {
            session.Execute(
                "INSERT INTO deliveries (message_id, group_id, visible_at, attempts, receipt) VALUES (@id, @group, @visible, 0, 0)",
                ("@id", id),
                ("@group", group),
                ("@visible", visibleAt)
            );
        }
    }

    /// <summary>Hides the oldest visible messages from others and counts the delivery.</summary>
    public static Claim Claim(SqliteSession session, long group, int max, long maxBytes, long now, long invisibleUntil)
    {
        var found = Visible(session, group, max, maxBytes, now);
        foreach (var message in found)
        {
            session.Execute(
                "UPDATE deliveries SET visible_at = @until, attempts = attempts + 1, receipt "
                    + "= receipt + 1 WHERE message_id = @id AND group_id = @group",
                ("@until", invisibleUntil),
                ("@id", message.Receipt.Message),
                ("@group", group)
            );
        }
        return new Claim(
            found,
            found.Count > 0
                ? 0
                : session.Scalar("SELECT IFNULL(MIN(visible_at), -1) FROM deliveries WHERE group_id = @group", ("@group", group))
        );
    }

    /// <summary>Bytes of the bodies that nobody needs any longer and that went.</summary>
    public static long Acknowledge(SqliteSession session, Receipt receipt)
    {
        if (session.Execute("DELETE FROM deliveries WHERE message_id = @id AND group_id = @group AND receipt = @receipt", Of(receipt)) == 0)
            return 0;
        (string, object?) id = ("@id", receipt.Message);
        if (session.Scalar("SELECT EXISTS (SELECT 1 FROM deliveries WHERE message_id = @id)", id) == 1)
            return 0;
        long size = session.Scalar("SELECT size FROM messages WHERE id = @id", id);
        session.Execute("DELETE FROM messages WHERE id = @id", id);
        session.Execute("DELETE FROM bodies WHERE message_id = @id", id);
        return size;
    }

    /// <summary>Everything that was delivered and neither done nor given up becomes visible.</summary>
    public static int ReleaseAll(SqliteSession session, long now) =>
        session.Execute("UPDATE deliveries SET visible_at = @now WHERE receipt > 0 AND visible_at > @now", ("@now", now));

    public static void SetVisible(SqliteSession session, Receipt receipt, long visibleAt) =>
        session.Execute(
            "UPDATE deliveries SET visible_at = @visible WHERE message_id = @id AND group_id = @group AND receipt = @receipt",
            [.. Of(receipt), ("@visible", visibleAt)]
        );

    public static void Release(SqliteSession session, Receipt receipt, long visibleAt) =>
        session.Execute(
            "UPDATE deliveries SET visible_at = @visible, attempts = attempts - 1 WHERE "
                + "message_id = @id AND group_id = @group AND receipt = @receipt",
            [.. Of(receipt), ("@visible", visibleAt)]
        );

    public static long DeadLetter(SqliteSession session, ReceivedMessage message, string reason, long now)
    {
        var receipt = Receipt.Parse(message.ReceiptHandle);
        session.Execute(
            """
            INSERT INTO dead_letters (topic, group_name, origin, body, reason, attempts, published_at, died_at)
            SELECT @topic, @name, CAST(m.id AS TEXT), b.body, @reason, d.attempts, m.published_at, @now
            FROM deliveries d JOIN messages m ON m.id = d.message_id JOIN bodies b ON b.message_id = m.id
            WHERE d.message_id = @id AND d.group_id = @group AND d.receipt = @receipt
            """,
            [.. Of(receipt), ("@topic", message.Topic), ("@name", message.Group), ("@reason", reason), ("@now", now)]
        );
        return Acknowledge(session, receipt);
    }

    private static List<ClaimedMessage> Visible(SqliteSession session, long group, int max, long maxBytes, long now)
    {
        var found = new List<ClaimedMessage>();
        long bytes = 0;
        using var reader = session
            .Prepare(
                """
                SELECT d.message_id, m.size, d.attempts, d.receipt, m.traceparent FROM deliveries d JOIN messages m ON m.id = d.message_id
                WHERE d.group_id = @group AND d.visible_at <= @now ORDER BY d.visible_at, d.message_id LIMIT @max
                """,
                ("@group", group),
                ("@now", now),
                ("@max", max)
            )
            .ExecuteReader();
        while (reader.Read())
        {
            bytes += reader.GetInt64(1);
            if (maxBytes > 0 && bytes > maxBytes && found.Count > 0)
                break;
            string? traceParent = reader.IsDBNull(4) ? null : reader.GetString(4);
            found.Add(
                new ClaimedMessage(new Receipt(reader.GetInt64(0), group, reader.GetInt64(3) + 1), reader.GetInt32(2) + 1, traceParent)
            );
        }
        return found;
    }

    private static (string, object?)[] Of(Receipt receipt) =>
        [("@id", receipt.Message), ("@group", receipt.Group), ("@receipt", receipt.Number)];
}

internal readonly record struct ClaimedMessage(Receipt Receipt, int Attempt, string? TraceParent);

/// <param name="NextVisibleAt">Where nothing was visible: when the next message becomes so, in unix ms; -1 where there is none.</param>
internal sealed record Claim(IReadOnlyList<ClaimedMessage> Messages, long NextVisibleAt);
