using System.Data.Common;
using CozeLoop.Contracts;
using CozeLoop.Platform.Relational;
using Dapper;

namespace CozeLoop.Platform.Messaging;

/// <summary>The table <c>dead_letters</c>, the same whichever broker the messages came from.</summary>
internal static class DeadLetterRows
{
    /// <summary>Once only for each message of a group, however often it is asked for. Returns how many were added.</summary>
    public static Task<int> AddAsync(Transaction transaction, ReceivedMessage message, string reason, long publishedAt, long now) =>
        transaction.Connection.ExecuteAsync(
            """
            INSERT INTO dead_letters (topic, group_name, origin, body, reason, attempts, published_at, died_at)
            SELECT @Topic, @Group, @Id, @body, @reason, @Attempt, @publishedAt, @now
            WHERE NOT EXISTS (SELECT 1 FROM dead_letters WHERE topic = @Topic AND group_name = @Group AND origin = @Id)
            """,
            new
            {
                message.Topic,
                message.Group,
                message.Id,
                body = message.Body.ToArray(),
                reason,
                message.Attempt,
                publishedAt,
                now,
            },
            transaction.DbTransaction
        );

    /// <summary>The newest first.</summary>
    public static async Task<List<DeadLetter>> ListAsync(DbConnection connection, string topic, int limit, long? before) =>
        [
            .. (
                await connection.QueryAsync<(
                    long Id,
                    string Group,
                    string Origin,
                    string Reason,
                    long Attempts,
                    long Bytes,
                    long Published,
                    long Died
                )>(
                    """
                    SELECT id, group_name, origin, reason, attempts, length(body), published_at, died_at FROM dead_letters
                    WHERE topic = @topic AND id < @before ORDER BY id DESC LIMIT @limit
                    """,
                    new
                    {
                        topic,
                        before = before ?? long.MaxValue,
                        limit,
                    }
                )
            ).Select(r => new DeadLetter(
                r.Id,
                topic,
                r.Group,
                r.Origin,
                r.Reason,
                (int)r.Attempts,
                r.Bytes,
                Times.OfUnixMs(r.Published),
                Times.OfUnixMs(r.Died)
            )),
        ];

    public static async Task<Dictionary<(string Topic, string Group), long>> CountsAsync(DbConnection connection) =>
        (
            await connection.QueryAsync<(string Topic, string Group, long Count)>(
                "SELECT topic, group_name, COUNT(*) FROM dead_letters GROUP BY topic, group_name"
            )
        ).ToDictionary(r => (r.Topic, r.Group), r => r.Count);

    /// <summary>The oldest after <paramref name="id"/>; null where there is none.</summary>
    public static Task<DeadLetterBody?> NextAsync(DbConnection connection, string topic, long id) =>
        connection.QueryFirstOrDefaultAsync<DeadLetterBody>(
            "SELECT id AS Id, group_name AS GroupName, body AS Body FROM dead_letters "
                + "WHERE topic = @topic AND id > @id ORDER BY id LIMIT 1",
            new { topic, id }
        );

    public static Task<int> RemoveAsync(Transaction transaction, long id) =>
        transaction.Connection.ExecuteAsync("DELETE FROM dead_letters WHERE id = @id", new { id }, transaction.DbTransaction);
}

internal sealed record DeadLetterBody(long Id, string GroupName, byte[] Body);
