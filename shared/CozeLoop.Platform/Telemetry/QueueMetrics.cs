using CozeLoop.Platform.Messaging;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Prometheus;

namespace CozeLoop.Platform.Telemetry;

/// <summary>The queues in <c>/metrics</c>, read when someone asks. Whatever the broker, the same figures as
/// <c>/api/v1/queues</c>.</summary>
internal sealed class QueueMetrics(IMessageBroker broker, IHostApplicationLifetime lifetime, ILogger<QueueMetrics> logger)
{
    private static readonly string[] Labels = ["topic", "group"];
    private static readonly Gauge Waiting = Metrics.CreateGauge(
        "cozeloop_queue_waiting_messages",
        "Messages not yet delivered, or to be delivered again.",
        Labels
    );
    private static readonly Gauge InFlight = Metrics.CreateGauge(
        "cozeloop_queue_in_flight_messages",
        "Messages that consumers hold.",
        Labels
    );
    private static readonly Gauge DeadLetters = Metrics.CreateGauge("cozeloop_queue_dead_letters", "Messages that were given up.", Labels);
    private static readonly Gauge Oldest = Metrics.CreateGauge(
        "cozeloop_queue_oldest_message_seconds",
        "Since the oldest message that is not done was published; 0 where there is none.",
        Labels
    );
    private static readonly Gauge Readable = Metrics.CreateGauge(
        "cozeloop_queues_readable",
        "1 where the other figures of the queues are fresh, 0 where the broker did not answer."
    );

    public void Register() => Metrics.DefaultRegistry.AddBeforeCollectCallback(ReadAsync);

    private async Task ReadAsync(CancellationToken ct)
    {
        // The registry outlives the host where a process starts several.
        if (lifetime.ApplicationStopping.IsCancellationRequested)
            return;
        try
        {
            foreach (var queue in await broker.StatusAsync(ct))
            {
                Waiting.WithLabels(queue.Topic, queue.Group).Set(queue.Waiting);
                InFlight.WithLabels(queue.Topic, queue.Group).Set(queue.InFlight);
                DeadLetters.WithLabels(queue.Topic, queue.Group).Set(queue.DeadLetters);
                Oldest.WithLabels(queue.Topic, queue.Group).Set((queue.OldestAgeMs ?? 0) / 1000);
            }
            Readable.Set(1);
        }
        catch (Exception e) when (!ct.IsCancellationRequested)
        {
            // The other metrics are needed most when something is away.
            logger.LogWarning("The queues' figures cannot be read: {Why}", e.Message);
            Readable.Set(0);
        }
    }
}
