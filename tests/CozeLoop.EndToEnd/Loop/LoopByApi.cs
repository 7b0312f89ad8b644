using CozeLoop.Contracts.Api;
using CozeLoop.Contracts.Clients;
using CozeLoop.EndToEnd.Shapes;
using CozeLoop.Testing;
using CozeLoop.Testing.FakeModel;
using Xunit;

namespace CozeLoop.EndToEnd.Loop;

/// <summary>Record, find, replay, judge, promote, over HTTP alone, on the recorded conversations.</summary>
internal static class LoopByApi
{
    public static async Task<Replay> RunAsync(IShape shape, Func<FakeModelRequest, FakeModelAnswer> behaviour, string systemPrompt)
    {
        var ct = TestContext.Current.CancellationToken;
        RecordedConversations.File();
        await using var product = await shape.StartAsync(ct);
        await using var model = await FakeModelServer.StartAsync(behaviour, product.TestAddress);
        using var http = product.CreateClient();
        var imported = await RecordedConversations.ImportAsync(http, ct);
        Assert.Equal((757, 2558, 100), (imported.Traces, imported.Spans, imported.Sessions));
        var started = await Replays.StartAsync(http, model, systemPrompt, Replays.Conversations, concurrency: 16, ct);
        return await EndAndPromoteAsync(http, started.Id, ct);
    }

    /// <summary>Waits for the verdict, reads the comparison, and promotes: for a reason where the candidate is not better.</summary>
    public static async Task<Replay> EndAndPromoteAsync(HttpClient http, string replayId, CancellationToken ct)
    {
        var replay = await Replays.EndedAsync(http, replayId, ct);
        Assert.Equal("finished", replay.State);
        var comparison = await new ReplaysClient(http).FindComparisonAsync(replay.Id, ct);
        Assert.Equal(Replays.Tasks, comparison!.Clusters);
        Assert.False(string.IsNullOrWhiteSpace(comparison.Sentence));
        return await PromoteAsync(http, replay, ct);
    }

    private static async Task<Replay> PromoteAsync(HttpClient http, Replay replay, CancellationToken ct)
    {
        var replays = new ReplaysClient(http);
        bool isBetter = replay.Verdict == "better";
        if (!isBetter)
        {
            var refused = await Assert.ThrowsAsync<ApiException>(() =>
                replays.PromoteAsync(replay.Id, new PromoteReplay("production", null), ct)
            );
            Assert.Equal(422, refused.Status);
        }
        var promoted = await replays.PromoteAsync(
            replay.Id,
            new PromoteReplay("production", isBetter ? null : "the test wants to see it move"),
            ct
        );
        var prompt = await new PromptsClient(http).FindAsync(promoted.PromptKey!, ct);
        Assert.Equal(promoted.CandidateVersion, prompt!.Labels["production"]);
        var kept = Assert.Single(promoted.Promotions);
        Assert.Equal(("production", promoted.CandidateVersion), (kept.Label, (int?)kept.Version));
        return promoted;
    }
}
