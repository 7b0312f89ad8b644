using CozeLoop.Contracts.Api;
using CozeLoop.Testing;
using CozeLoop.Testing.FakeModel;
using Xunit;

namespace CozeLoop.EndToEnd.Loop;

public sealed class SickJudgesTests
{
    public const int Seats = 3;
    public static readonly TimeSpan AtOnce = TimeSpan.FromSeconds(1);
    public static readonly Dictionary<string, string> Settings = new()
    {
        ["Evaluation__JudgeCalls"] = "3",
        ["Evaluation__FirstProbe"] = "00:00:01",
        // A worker is taken for dead after five seconds, so that the test need not wait for longer.
        ["Evaluation__Lease"] = "00:00:05",
        ["Experiments__Lease"] = "00:00:05",
        ["Models__MaxAttempts"] = "1",
    };

    [Fact]
    public async Task They_harm_nobody_say_why_they_wait_and_cost_nothing_once_they_are_cancelled()
    {
        var ct = TestContext.Current.CancellationToken;
        RecordedConversations.File();
        await using var model = await FakeModelServer.StartAsync(SickJudges.Answer);
        await using var product = await RunningProduct.StartAsync(Settings, ct: ct);
        using var http = product.CreateClient();
        await RecordedConversations.ImportAsync(http, ct);
        var judges = new SickJudges(http, model, ct);
        await judges.PrepareAsync();
        var (dead, slow) = (await judges.StartAsync(SickJudges.Dead), await judges.StartAsync(SickJudges.Slow));
        var (babbling, gullible) = (await judges.StartAsync(SickJudges.Babbling), await judges.StartAsync(SickJudges.Gullible));
        await judges.WaitsAsync(dead);
        await Eventually.Async(() => judges.Asked(SickJudges.Slow) == Seats);

        await judges.IsWellAsync(await judges.StartAsync(SickJudges.Well));
        await judges.HasNoVerdictAsync(babbling);
        await judges.HasNoVerdictAsync(gullible);
        Assert.Equal(Seats, judges.Asked(SickJudges.Slow));
        Assert.Equal(0, model.BrokenOff);

        // Killed and started again, what was in flight is asked once more, and nothing else.
        await product.KillAsync();
        await product.RestartAsync(ct);
        await Eventually.Async(() => judges.Asked(SickJudges.Slow) == 2 * Seats);
        await judges.WaitsAsync(dead);

        int broken = model.BrokenOff;
        await judges.CancelAsync(slow);
        await Eventually.Async(() => Task.FromResult(model.BrokenOff == broken + Seats), within: AtOnce);
        await judges.CancelAsync(dead);
        var asked = (judges.Asked(SickJudges.Slow), judges.Asked(SickJudges.Dead));
        Assert.Empty((await judges.ReadAsync(dead)).Waiting);
        await judges.IsWellAsync(await judges.StartAsync(SickJudges.Well, "Answer very politely."));
        Assert.Equal(asked, (judges.Asked(SickJudges.Slow), judges.Asked(SickJudges.Dead)));
    }

    [Fact]
    public async Task Model_calls_of_a_cancelled_run_are_broken_off_and_counted_as_perhaps_paid()
    {
        var ct = TestContext.Current.CancellationToken;
        RecordedConversations.File();
        await using var model = await FakeModelServer.StartAsync(SickJudges.Answer);
        await using var product = await RunningProduct.StartAsync(Settings, ct: ct);
        using var http = product.CreateClient();
        await RecordedConversations.ImportAsync(http, ct);
        var judges = new SickJudges(http, model, ct);
        await judges.PrepareAsync();
        string id = await judges.StartAsync(SickJudges.Well, answers: SickJudges.Slow);
        await Eventually.Async(() => judges.Asked(SickJudges.Slow) == 4);
        await judges.CancelAsync(id);
        await Eventually.Async(() => Task.FromResult(model.BrokenOff == 4), within: AtOnce);
        var cancelled = await judges.ReadAsync(id);
        Assert.Equal((RunStates.Cancelled, 4), (cancelled.State, cancelled.RepeatedCalls));
        await judges.IsWellAsync(await judges.StartAsync(SickJudges.Well));
        Assert.Equal(4, judges.Asked(SickJudges.Slow));
    }
}
