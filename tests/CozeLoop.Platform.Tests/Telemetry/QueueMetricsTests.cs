using System.Text;
using CozeLoop.Platform.Telemetry;
using CozeLoop.Testing.Stores;
using Microsoft.Extensions.Hosting.Internal;
using Microsoft.Extensions.Logging.Abstractions;
using Prometheus;

namespace CozeLoop.Platform.Tests.Telemetry;

public sealed class QueueMetricsTests
{
    [Fact]
    public async Task A_scrape_shows_each_queue_as_it_is_now()
    {
        await using var stores = new TestStores();
        var lifetime = new ApplicationLifetime(NullLogger<ApplicationLifetime>.Instance);
        await stores.Broker.RegisterGroupAsync("metrics-topic", "group");
        new QueueMetrics(stores.Broker, lifetime, NullLogger<QueueMetrics>.Instance).Register();
        try
        {
            for (int i = 0; i < 3; i++)
                await stores.Broker.PublishAsync("metrics-topic", new byte[1]);
            stores.Time.Advance(TimeSpan.FromSeconds(90));
            await stores.Broker.ReceiveAsync("metrics-topic", "group", 1, TimeSpan.FromMinutes(1), TimeSpan.Zero);
            string text = await ScrapeAsync();
            const string Labels = "{topic=\"metrics-topic\",group=\"group\"}";
            Assert.Contains($"cozeloop_queue_waiting_messages{Labels} 2\n", text, StringComparison.Ordinal);
            Assert.Contains($"cozeloop_queue_in_flight_messages{Labels} 1\n", text, StringComparison.Ordinal);
            Assert.Contains($"cozeloop_queue_oldest_message_seconds{Labels} 90\n", text, StringComparison.Ordinal);
            Assert.Contains("cozeloop_queues_readable 1\n", text, StringComparison.Ordinal);
        }
        finally
        {
            lifetime.StopApplication();
        }
        // A host that has stopped is asked no more.
        Assert.Contains("cozeloop_queues_readable 1\n", await ScrapeAsync(), StringComparison.Ordinal);
    }

    private static async Task<string> ScrapeAsync()
    {
        using var text = new MemoryStream();
        await Metrics.DefaultRegistry.CollectAndExportAsTextAsync(text);
        return Encoding.UTF8.GetString(text.ToArray());
    }
}
