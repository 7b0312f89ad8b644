using CozeLoop.Platform.Threading;
using CozeLoop.Platform.Workers;
using Dapper;
using Microsoft.Extensions.Logging;

namespace CozeLoop.Platform.Relational;

/// <summary>
/// Messages that were committed with the state change they tell of, and the relay that publishes them: at least once, because
/// a row goes only after the broker has its message on disk, and a crash between the two publishes it again.
/// </summary>
internal sealed class Outbox : IAsyncDisposable
{
    private const int Batch = 64;
    private const string Insert = "INSERT INTO outbox (topic, body, due_at) VALUES (@topic, @body, @due)";
    private const string Oldest = "SELECT id, topic, body, due_at AS DueAt FROM outbox ORDER BY id LIMIT @Batch";

    private readonly SqliteFile _file;
    private readonly DatabaseContext _context;
    private readonly Pulse _wake = new();
    private readonly WorkerLoop _loop;

    public Outbox(string name, SqliteFile file, DatabaseContext context)
    {
        _file = file;
        _context = context;
        _loop = new WorkerLoop($"{name} outbox", RelayAsync, context.Workers, context.Time, context.Loggers.CreateLogger<Outbox>());
    }

    public void Start() => _loop.Start();

    public Task StopAsync() => _loop.StopAsync(TimeSpan.Zero);

    public ValueTask DisposeAsync() => _loop.DisposeAsync();

    /// <summary>Says that rows were committed.</summary>
    public void Wake() => _wake.Set();

    /// <summary>Within the transaction of the state change; true where there was anything.</summary>
    public bool Store(SqliteSession session, IReadOnlyList<OutboxMessage> messages)
    {
        foreach (var message in messages)
        {
            long due = message.Delay is { } delay ? (_context.Time.GetUtcNow() + delay).ToUnixTimeMilliseconds() : 0;
            session.Execute(Insert, ("@topic", message.Topic), ("@body", message.Body), ("@due", due));
        }
        return messages.Count > 0;
    }

    private async Task RelayAsync(WorkerRound round)
    {
        var next = _wake.Next;
        var rows = await _file.ReadAsync(session => session.Connection.Query<Row>(Oldest, new { Batch }).AsList(), round.Stopping);
        if (rows.Count == 0)
        {
            await next.WaitAsync(round.Stopping);
            return;
        }
        long now = _context.Time.GetUtcNow().ToUnixTimeMilliseconds();
        // Together, so that the broker can commit them as one group.
        await Task.WhenAll(rows.Select(row => _context.Broker.PublishAsync(row.Topic, row.Body, row.DueAt > now ? TimeSpan.FromMilliseconds(row.DueAt - now) : null, round.Stopping)));
        await _file.WriteAsync(
            session => session.Connection.Execute("DELETE FROM outbox WHERE id IN @ids", new { ids = rows.Select(r => r.Id) }, session.Transaction), round.Aborting);
    }

    private sealed record Row(long Id, string Topic, byte[] Body, long DueAt);
}
