using CozeLoop.Contracts.Clients;
using CozeLoop.EndToEnd.Loop;
using CozeLoop.Testing;
using CozeLoop.Testing.FakeModel;
using CozeLoop.Testing.Stores;
using Xunit;

namespace CozeLoop.EndToEnd.Split;

/// <summary>The same loop over services of their own, real servers and nginx, while one replica of each service dies.</summary>
public sealed class SplitLoopTests(EmbeddedClickHouse engine)
{
    // Fourteen processes and five servers: three minutes on two cores, too long for every run. `--explicit only` asks for it.
    [Fact(Explicit = true)]
    public async Task The_whole_loop_runs_though_one_replica_of_each_service_dies_in_the_middle()
    {
        var ct = TestContext.Current.CancellationToken;
        string? missing = SplitProduct.Missing ?? engine.Missing;
        Assert.SkipWhen(missing is not null, missing ?? "");
        RecordedConversations.File();
        await using var model = await FakeModelServer.StartAsync(FakeModelAnswers.Planted("CHECK THE POLICY", Replays.Marker, with: 0.95, without: 0.05));
        await using var product = await SplitProduct.StartAsync(engine.Path, ct);
        using var http = product.CreateClient();
        var imported = await RecordedConversations.ImportAsync(http, ct);
        Assert.Equal((757, 2558, 100), (imported.Traces, imported.Spans, imported.Sessions));

        var started = await Replays.StartAsync(http, model, "CHECK THE POLICY before you answer.", Replays.Conversations, concurrency: 16, ct);
        await Eventually.Async(async () => (await new ReplaysClient(http).FindAsync(started.Id, ct))!.Progress.Done > 5);
        foreach (var victim in product.Processes.DistinctBy(p => p.Service)) await victim.KillAsync();

        var replay = await LoopByApiTests.EndAndPromoteAsync(http, started.Id, ct);
        Assert.Equal("better", replay.Verdict);
        Assert.Equal(replay.Progress.Total, replay.Progress.Done);
    }
}
