using CozeLoop.Platform.Workers;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace CozeLoop.Platform.Messaging;

/// <summary>Receives for one handler. The group exists before anyone serves, and the loops start when everyone does: a handler may call
/// other services.</summary>
internal sealed class Consumer : IHostedLifecycleService, IAsyncDisposable
{
    private readonly string _topic,
        _group;
    private readonly ConsumerOptions _options;
    private readonly IMessageBroker _broker;
    private readonly BatchDelivery _delivery;
    private readonly IReadOnlyList<WorkerLoop> _loops;
    private readonly MessageTurns _turns;

    public Consumer(
        string topic,
        string group,
        ConsumerOptions options,
        IMessageHandler handler,
        IMessageBroker broker,
        WorkerStates states,
        TimeProvider time,
        ILogger logger
    )
    {
        (_topic, _group, _options, _broker) = (topic, group, options, broker);
        _turns = new MessageTurns(topic, group, options, broker, time);
        _delivery = new BatchDelivery(broker, handler, options, time, Random.Shared, logger);
        _loops =
        [
            .. Enumerable
                .Range(1, options.Concurrency)
                .Select(i => new WorkerLoop(
                    options.Concurrency == 1 ? $"{group} on {topic}" : $"{group} on {topic} #{i}",
                    RunAsync,
                    states,
                    time,
                    logger
                )),
        ];
    }

    public Task StartingAsync(CancellationToken cancellationToken) => _broker.RegisterGroupAsync(_topic, _group, cancellationToken);

    public Task StartedAsync(CancellationToken cancellationToken)
    {
        foreach (var loop in _loops)
            loop.Start();
        return Task.CompletedTask;
    }

    // Before the servers stop, for the sake of handlers that still call them.
    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        await Task.WhenAll(_loops.Select(loop => loop.StopAsync(_options.Drain, cancellationToken)));
        await _turns.ReleaseAsync();
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        foreach (var loop in _loops)
            await loop.DisposeAsync();
        _turns.Dispose();
    }

    private async Task RunAsync(WorkerRound round)
    {
        var batch = await _turns.NextAsync(round.Stopping);
        if (batch.Count > 0)
            await _delivery.RunAsync(batch, round);
    }
}
