using System.Data.Common;
using System.Globalization;
using CozeLoop.Contracts;
using Dapper;

namespace CozeLoop.Platform.Relational;

/// <summary>The statements of the table <c>outbox</c>.</summary>
internal static class OutboxRows
{
    private const string Select =
        "SELECT id AS Id, topic AS Topic, body AS Body, due_at AS DueAt, traceparent AS TraceParent FROM outbox ORDER BY id LIMIT @max";

    /// <summary>Within the transaction of the state change; true where there was anything.</summary>
    public static async Task<bool> AddAsync(Transaction transaction, DateTimeOffset now, string? traceParent)
    {
        foreach (var message in transaction.Outbox)
        {
            long due = message.Delay is { } delay ? (now + delay).ToUnixMs() : 0;
            await transaction.Connection.ExecuteAsync(
                "INSERT INTO outbox (topic, body, due_at, traceparent) VALUES (@Topic, @Body, @due, @traceParent)",
                new
                {
                    message.Topic,
                    message.Body,
                    due,
                    traceParent,
                },
                transaction.DbTransaction
            );
        }
        return transaction.Outbox.Count > 0;
    }

    public static async Task<List<OutboxRow>> OldestAsync(DbConnection connection, int max) =>
        (await connection.QueryAsync<OutboxRow>(Select, new { max })).AsList();

    /// <summary>Those of the oldest that no other relay has in hand. They are this transaction's until it ends.</summary>
    public static async Task<List<OutboxRow>> TakeAsync(DbConnection connection, DbTransaction transaction, int max) =>
        (await connection.QueryAsync<OutboxRow>(Select + " FOR UPDATE SKIP LOCKED", new { max }, transaction)).AsList();

    public static Task<int> RemoveAsync(DbConnection connection, DbTransaction transaction, IReadOnlyList<OutboxRow> rows) =>
        connection.ExecuteAsync("DELETE FROM outbox WHERE id IN @ids", new { ids = rows.Select(r => r.Id) }, transaction);

    /// <summary>As statements of one row each in one round trip: for a list MySQL may read the whole table, and wait for the rows that
    /// another relay has in hand.</summary>
    public static Task<int> RemoveTakenAsync(DbConnection connection, DbTransaction transaction, IReadOnlyList<OutboxRow> rows) =>
        connection.ExecuteAsync(
            string.Concat(rows.Select(r => string.Create(CultureInfo.InvariantCulture, $"DELETE FROM outbox WHERE id = {r.Id};"))),
            transaction: transaction
        );
}

/// <param name="DueAt">Unix ms before which it must not be delivered; 0 = at once.</param>
internal sealed record OutboxRow(long Id, string Topic, byte[] Body, long DueAt, string? TraceParent);
