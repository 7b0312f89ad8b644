using CozeLoop.Contracts.Api;
using CozeLoop.Contracts.Clients;
using CozeLoop.EndToEnd.Loop;
using CozeLoop.Testing;
using CozeLoop.Testing.FakeModel;
using Xunit;

namespace CozeLoop.EndToEnd.Crash;

/// <summary>SIGKILL during a replay, at moments a seed chooses: it goes on by itself, and what was paid for is not paid again.</summary>
public sealed class ReplayKillTests
{
    private const int Conversations = 5,
        Concurrency = 8;

    // A worker is taken for dead after two seconds, so that the test need not wait for longer.
    private static readonly Dictionary<string, string> Settings = new()
    {
        ["Experiments__Lease"] = "00:00:02",
        ["Experiments__Sweep"] = "00:00:00.5",
    };

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    public async Task It_resumes_and_buys_no_recorded_answer_again(int seed)
    {
        var ct = TestContext.Current.CancellationToken;
        RecordedConversations.File();
        await using var model = await FakeModelServer.StartAsync(request =>
            FakeModelAnswers.Default(request) with
            {
                Delay = TimeSpan.FromMilliseconds(40),
            }
        );
        await using var product = await RunningProduct.StartAsync(Settings, ct: ct);
        using var http = product.CreateClient();
        await RecordedConversations.ImportAsync(http, ct);
        var replay = await Replays.StartAsync(http, model, "Answer politely.", Conversations, Concurrency, ct);

        int calls = replay.Plan.Calls,
            killAfter = new Random(seed).Next(1, calls - Concurrency);
        await Eventually.Async(() => model.Requests.Count >= killAfter);
        await product.KillAsync();
        await product.RestartAsync(ct);
        var ended = await Replays.EndedAsync(http, replay.Id, ct);

        Assert.Equal("finished", ended.State);
        Assert.Equal(new Progress(calls, 0, calls), ended.Progress);
        var comparison = await new ReplaysClient(http).FindComparisonAsync(replay.Id, ct);
        int bought = calls - comparison!.CachedCalls,
            repeated = model.Requests.Count - bought;
        // A call that was about to be sent counts as one whose outcome is unknown: nobody can know that it never arrived.
        Assert.InRange(ended.RepeatedCalls, 0, Concurrency);
        Assert.InRange(repeated, 0, ended.RepeatedCalls);
        Assert.Empty(comparison.MissingByCause);
    }
}
