using System.Text.Json;
using CozeLoop.EndToEnd.Loop;
using CozeLoop.Testing;
using CozeLoop.Testing.Servers;
using Xunit;

namespace CozeLoop.EndToEnd.RocketMq;

/// <summary>The product with RocketMQ as its broker: the same conversations, counted as the embedded queue's are.</summary>
public sealed class RocketMqTests
{
    [Fact]
    public async Task Conversations_that_travelled_over_RocketMQ_are_all_found_and_its_queues_are_seen()
    {
        var ct = TestContext.Current.CancellationToken;
        Assert.SkipWhen(RocketMqServer.Missing is not null, RocketMqServer.Missing ?? "");
        RecordedConversations.File();
        await using var server = await RocketMqServer.StartAsync();
        var settings = new Dictionary<string, string> { ["ConnectionStrings__RocketMq"] = server.ConnectionString };
        var provisioned = await ExternalProgram.RunAsync(
            "dotnet",
            [RunningProduct.ProductFile(), "doctor", "--provision", "--json"],
            settings,
            ct: ct
        );
        Assert.True(provisioned.ExitCode == 0, provisioned.Output + provisioned.Error);
        Assert.Equal(9, JsonDocument.Parse(provisioned.Output).RootElement.GetArrayLength());

        await using var product = await RunningProduct.StartAsync(settings, ct: ct);
        using var http = product.CreateClient();
        var imported = await RecordedConversations.ImportAsync(http, ct);
        Assert.Equal((757, 2558, 100), (imported.Traces, imported.Spans, imported.Sessions));

        // The last acknowledgement may come a moment after what it acknowledges can be found.
        string metrics = "";
        await Eventually.Async(async () =>
            (metrics = await http.GetStringAsync("/metrics", ct)).Contains(
                "cozeloop_queue_waiting_messages{topic=\"cozeloop-spans\",group=\"span-writer\"} 0",
                StringComparison.Ordinal
            )
        );
        Assert.Contains("cozeloop_queues_readable 1", metrics, StringComparison.Ordinal);
    }
}
