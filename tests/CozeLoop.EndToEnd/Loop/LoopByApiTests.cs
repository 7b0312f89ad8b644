using CozeLoop.Contracts.Api;
using CozeLoop.Contracts.Clients;
using CozeLoop.Testing;
using CozeLoop.Testing.FakeModel;
using Xunit;

namespace CozeLoop.EndToEnd.Loop;

/// <summary>Record, find, replay, judge, promote, over HTTP alone, on the recorded conversations.</summary>
public sealed class LoopByApiTests
{
    [Fact]
    public async Task A_prompt_without_an_effect_is_inconclusive() =>
        Assert.Equal("inconclusive", (await RunAsync(FakeModelAnswers.WithoutEffect, "Answer politely.")).Verdict);

    [Fact]
    public async Task A_prompt_with_a_large_good_effect_is_better() =>
        Assert.Equal("better", (await RunAsync(FakeModelAnswers.Planted("CHECK THE POLICY", Replays.Marker, with: 0.95, without: 0.05), "CHECK THE POLICY before you answer.")).Verdict);

    [Fact]
    public async Task A_prompt_with_a_large_bad_effect_is_worse() =>
        Assert.Equal("worse", (await RunAsync(FakeModelAnswers.Planted("SKIP THE POLICY", Replays.Marker, with: 0.05, without: 0.95), "SKIP THE POLICY.")).Verdict);

    /// <param name="settings">Of the product: the loop is the same over other stores.</param>
    internal static async Task<Replay> RunAsync(Func<FakeModelRequest, FakeModelAnswer> behaviour, string systemPrompt, IReadOnlyDictionary<string, string>? settings = null)
    {
        var ct = TestContext.Current.CancellationToken;
        RecordedConversations.File();
        await using var model = await FakeModelServer.StartAsync(behaviour);
        await using var product = await RunningProduct.StartAsync(settings, ct: ct);
        using var http = product.CreateClient();
        await RecordedConversations.ImportAsync(http, ct);
        var started = await Replays.StartAsync(http, model, systemPrompt, Replays.Conversations, concurrency: 16, ct);
        return await EndAndPromoteAsync(http, started.Id, ct);
    }

    /// <summary>Waits for the verdict, reads the comparison, and promotes: for a reason where the candidate is not better.</summary>
    internal static async Task<Replay> EndAndPromoteAsync(HttpClient http, string replayId, CancellationToken ct)
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
            var refused = await Assert.ThrowsAsync<ApiException>(() => replays.PromoteAsync(replay.Id, new PromoteReplay("production", null), ct));
            Assert.Equal(422, refused.Status);
        }
        var promoted = await replays.PromoteAsync(replay.Id, new PromoteReplay("production", isBetter ? null : "the test wants to see it move"), ct);
        var prompt = await new PromptsClient(http).FindAsync(promoted.PromptKey!, ct);
        Assert.Equal(promoted.CandidateVersion, prompt!.Labels["production"]);
        var kept = Assert.Single(promoted.Promotions);
        Assert.Equal(("production", promoted.CandidateVersion), (kept.Label, (int?)kept.Version));
        return promoted;
    }
}
