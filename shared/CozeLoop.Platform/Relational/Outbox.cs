using CozeLoop.Contracts;
using CozeLoop.Platform.Telemetry;
using CozeLoop.Platform.Threading;
using CozeLoop.Platform.Workers;
using Microsoft.Extensions.Logging;

namespace CozeLoop.Platform.Relational;

/// <summary>
/// Relays messages that were committed with the state change they tell of: at least once, because a row goes only after the broker has its
/// message on disk, and a crash between the two publishes it again.
/// </summary>
internal sealed class Outbox : IAsyncDisposable
{
    private const int Batch = 64;

    private readonly IRelationalStore _store;
    private readonly DatabaseContext _context;
    private readonly AsyncSignal _wake = new();
    private readonly WorkerLoop _loop;

    public Outbox(string name, IRelationalStore store, DatabaseContext context)
    {
        _store = store;
        _context = context;
        _loop = new WorkerLoop($"{name} outbox", RelayAsync, context.Workers, context.Time, context.Loggers.CreateLogger<Outbox>());
    }

    public void Start() => _loop.Start();

    public Task StopAsync() => _loop.StopAsync(TimeSpan.Zero);

    public ValueTask DisposeAsync() => _loop.DisposeAsync();

    /// <summary>Says that rows were committed.</summary>
    public void Wake() => _wake.Set();

    private async Task RelayAsync(WorkerRound round)
    {
        var next = _wake.Next;
        if (await _store.RelayAsync(Batch, rows => PublishAsync(rows, round.Stopping), round) > 0)
            return;
        await next.WaitAsync(_store.RelayPause, _context.Time, round.Stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        round.Stopping.ThrowIfCancellationRequested();
    }

    private Task PublishAsync(IReadOnlyList<OutboxRow> rows, CancellationToken ct)
    {
        long now = _context.Time.UnixMs();
        // Together, so that the broker can commit them as one group.
        return Task.WhenAll(
            rows.Select(row =>
                ProductTraces.RelayAsync(
                    row.TraceParent,
                    () =>
                        _context.Broker.PublishAsync(
                            row.Topic,
                            row.Body,
                            row.DueAt > now ? TimeSpan.FromMilliseconds(row.DueAt - now) : null,
                            ct
                        )
                )
            )
        );
    }
}
