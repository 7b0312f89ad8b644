using CozeLoop.Platform.Telemetry;
using CozeLoop.Platform.Workers;
using Microsoft.Extensions.Logging;

namespace CozeLoop.Platform.Messaging;

/// <summary>
/// Brings a batch to its handler until every message has an outcome: handled, to be retried, or dead. A batch that fails is halved until
/// the poison is alone, so its neighbours complete; an outage of a store behind the handler is waited for and blamed on nobody.
/// </summary>
internal sealed class BatchDelivery(
    IMessageBroker broker,
    IMessageHandler handler,
    ConsumerOptions options,
    TimeProvider time,
    Random random,
    ILogger logger
)
{
    private readonly Backoff _retry = new(options.RetryDelay, TimeSpan.FromMinutes(5), random);
    private readonly Backoff _outage = new(TimeSpan.FromMilliseconds(200), TimeSpan.FromSeconds(10), random);

    public async Task RunAsync(IReadOnlyList<ReceivedMessage> batch, WorkerRound round)
    {
        await using var held = new HeldMessages(broker, batch, options.Invisible, time, logger);
        try
        {
            await DeliverAsync(batch, held, round);
        }
        catch (OperationCanceledException) when (round.Stopping.IsCancellationRequested)
        {
            await held.ReleaseAsync();
            throw;
        }
    }

    private async Task DeliverAsync(IReadOnlyList<ReceivedMessage> batch, HeldMessages held, WorkerRound round)
    {
        foreach (var lost in batch.Where(m => m.Attempt > options.MaxAttempts))
        {
            await BuryAsync(
                lost,
                $"Delivered {lost.Attempt} times without an outcome: the process ended each time, or the handler did not.",
                held,
                round
            );
        }
        var rest = batch.Where(m => m.Attempt <= options.MaxAttempts).ToList();
        // What came back often may take the process down with it: its neighbours must not be in the same call.
        foreach (var suspect in rest.Where(IsSuspect))
            await HandleAsync([suspect], held, round);
        var others = rest.Where(m => !IsSuspect(m)).ToList();
        if (others.Count > 0)
            await HandleAsync(others, held, round);
    }

    private bool IsSuspect(ReceivedMessage message) => message.Attempt > Math.Max(1, options.MaxAttempts / 2);

    private async Task HandleAsync(List<ReceivedMessage> part, HeldMessages held, WorkerRound round)
    {
        if (await CallAsync(part, round) is not { } error)
        {
            await WaitingAsync(part[0].Topic, part.Count, () => broker.AcknowledgeAsync(part, CancellationToken.None), round);
            held.Drop(part);
            return;
        }
        if (part.Count == 1)
        {
            await RetryOrBuryAsync(part[0], error, held, round);
            return;
        }
        logger.LogWarning(
            error,
            "A batch of {Count} messages of {Topic} failed and is halved to find the one at fault",
            part.Count,
            part[0].Topic
        );
        int half = part.Count / 2;
        await HandleAsync([.. part.Take(half)], held, round);
        await HandleAsync([.. part.Skip(half)], held, round);
    }

    /// <summary>Null when the handler is done; its exception where the messages are at fault. Waits while a store is away.</summary>
    private async Task<Exception?> CallAsync(List<ReceivedMessage> part, WorkerRound round)
    {
        try
        {
            await WaitingAsync(
                part[0].Topic,
                part.Count,
                () => ProductTraces.ProcessAsync(part, () => handler.HandleAsync(part, round.Aborting)),
                round
            );
            return null;
        }
        catch (OperationCanceledException) when (round.Stopping.IsCancellationRequested)
        {
            throw;
        }
        catch (Exception e)
        {
            return e;
        }
    }

    /// <summary>Repeated until no store is away: what was done in between is done again, which the caller must tolerate.</summary>
    private async Task WaitingAsync(string topic, int count, Func<Task> act, WorkerRound round)
    {
        for (int outages = 1; ; outages++)
        {
            try
            {
                await act();
                return;
            }
            catch (Exception e) when (StoreFaults.IsAway(e))
            {
                var wait = _outage.After(outages);
                logger.LogWarning("{Count} messages of {Topic} wait {Wait} for a store: {Why}", count, topic, wait, e.Message);
                round.Report(e.Message);
                await Task.Delay(wait, time, round.Stopping);
            }
        }
    }

    private async Task RetryOrBuryAsync(ReceivedMessage message, Exception error, HeldMessages held, WorkerRound round)
    {
        if (message.Attempt >= options.MaxAttempts)
        {
            await BuryAsync(message, $"{error.GetType().Name}: {error.Message}", held, round);
            return;
        }
        var wait = _retry.After(message.Attempt);
        logger.LogWarning(
            error,
            "Message {Id} of {Topic} failed at attempt {Attempt} and comes again in {Wait}",
            message.Id,
            message.Topic,
            message.Attempt,
            wait
        );
        held.Drop([message]);
        await WaitingAsync(message.Topic, 1, () => broker.ExtendAsync([message], wait, CancellationToken.None), round);
    }

    private async Task BuryAsync(ReceivedMessage message, string reason, HeldMessages held, WorkerRound round)
    {
        logger.LogError(
            "Message {Id} of {Topic} goes to the dead letters of {Group}: {Reason}",
            message.Id,
            message.Topic,
            message.Group,
            reason
        );
        held.Drop([message]);
        await WaitingAsync(message.Topic, 1, () => broker.DeadLetterAsync(message, reason, CancellationToken.None), round);
    }
}
