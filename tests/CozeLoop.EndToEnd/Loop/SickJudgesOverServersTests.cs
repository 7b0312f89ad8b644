using CozeLoop.Contracts.Api;
using CozeLoop.EndToEnd.Shapes;
using CozeLoop.Testing;
using CozeLoop.Testing.FakeModel;
using CozeLoop.Testing.Servers;
using CozeLoop.Testing.Split;
using CozeLoop.Testing.Stores;
using Xunit;

namespace CozeLoop.EndToEnd.Loop;

/// <summary>The same where runs, judges and models are processes of their own, two of each: a cancel reaches whichever holds a
/// call.</summary>
public sealed class SickJudgesOverServersTests(EmbeddedClickHouse engine)
{
    [Fact(Explicit = true)]
    public async Task A_cancel_breaks_off_calls_in_other_processes()
    {
        var ct = TestContext.Current.CancellationToken;
        OverServers.SkipWhereMissing(engine);
        RecordedConversations.File();
        await using var servers = await RealServers.StartAsync(engine.Path);
        var settings = new Dictionary<string, string>(servers.NewInstallation());
        foreach (var (name, value) in SickJudgesTests.Settings)
            settings[name] = value;
        await using var product = await SplitProduct.StartAsync(settings, replicas: 2, ct);
        await using var model = await FakeModelServer.StartAsync(SickJudges.Answer);
        using var http = product.CreateClient();
        await RecordedConversations.ImportAsync(http, ct);
        var judges = new SickJudges(http, model, ct);
        await judges.PrepareAsync();
        var (dead, slow) = (await judges.StartAsync(SickJudges.Dead), await judges.StartAsync(SickJudges.Slow));
        await judges.WaitsAsync(dead);
        await Eventually.Async(() => judges.Asked(SickJudges.Slow) == SickJudgesTests.Seats);
        await judges.IsWellAsync(await judges.StartAsync(SickJudges.Well));
        Assert.Equal((SickJudgesTests.Seats, 0), (judges.Asked(SickJudges.Slow), model.BrokenOff));

        await judges.CancelAsync(slow);
        await Eventually.Async(() => Task.FromResult(model.BrokenOff == SickJudgesTests.Seats), within: SickJudgesTests.AtOnce);
        await judges.CancelAsync(dead);
        var asked = (judges.Asked(SickJudges.Slow), judges.Asked(SickJudges.Dead));
        await judges.IsWellAsync(await judges.StartAsync(SickJudges.Well, "Answer very politely."));
        Assert.Equal(asked, (judges.Asked(SickJudges.Slow), judges.Asked(SickJudges.Dead)));
        Assert.Equal(RunStates.Cancelled, (await judges.ReadAsync(slow)).State);
    }
}
