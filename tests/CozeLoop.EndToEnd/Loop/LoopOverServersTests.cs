using CozeLoop.Contracts.Clients;
using CozeLoop.EndToEnd.Shapes;
using CozeLoop.Testing;
using CozeLoop.Testing.FakeModel;
using CozeLoop.Testing.Servers;
using CozeLoop.Testing.Split;
using CozeLoop.Testing.Stores;
using Xunit;

namespace CozeLoop.EndToEnd.Loop;

/// <summary>The loop over services of their own, real servers and nginx; and while one replica of each service and a broker die.
/// <see cref="LoopUnderComposeTests"/> has one that runs every time.</summary>
public sealed class LoopOverServersTests(OverServers shape, EmbeddedClickHouse engine) : SlowLoopTests(shape), IClassFixture<OverServers>
{
    [Fact(Explicit = true)]
    public async Task It_ends_though_one_replica_of_each_service_and_one_of_two_brokers_die_in_the_middle()
    {
        var ct = TestContext.Current.CancellationToken;
        OverServers.SkipWhereMissing(engine);
        RecordedConversations.File();
        await using var servers = await RealServers.StartAsync(engine.Path, brokers: 2);
        await using var product = await SplitProduct.StartAsync(servers.NewInstallation(), replicas: 2, ct);
        await using var model = await FakeModelServer.StartAsync(Improving);
        using var http = product.CreateClient();
        await RecordedConversations.ImportAsync(http, ct);

        var started = await Replays.StartAsync(http, model, Candidate, Replays.Conversations, concurrency: 16, ct);
        await Eventually.Async(async () => (await new ReplaysClient(http).FindAsync(started.Id, ct))!.Progress.Done > 5);
        // What only its disk has waits until it is back; the other broker takes what is new.
        var startBroker = await servers.RocketMq.KillForAWhileAsync("broker-1");
        foreach (var victim in product.Processes.DistinctBy(p => p.Service))
            await victim.KillAsync();
        startBroker();

        var replay = await LoopByApi.EndAndPromoteAsync(http, started.Id, ct);
        Assert.Equal("better", replay.Verdict);
        Assert.Equal(replay.Progress.Total, replay.Progress.Done);
    }
}
