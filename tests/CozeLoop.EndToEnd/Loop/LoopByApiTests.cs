using System.Text.Json;
using CozeLoop.Contracts;
using CozeLoop.Contracts.Api;
using CozeLoop.Contracts.Clients;
using CozeLoop.Testing;
using CozeLoop.Testing.FakeModel;
using Xunit;

namespace CozeLoop.EndToEnd.Loop;

/// <summary>Record, find, replay, judge, promote, over HTTP alone, on the recorded conversations.</summary>
public sealed class LoopByApiTests
{
    private const string Marker = "Policy checked.";
    private static readonly DateTimeOffset LongAgo = new(2020, 1, 1, 0, 0, 0, TimeSpan.Zero), LaterOn = new(2100, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task A_prompt_without_an_effect_is_inconclusive() =>
        Assert.Equal("inconclusive", (await RunAsync(FakeModelAnswers.WithoutEffect, "Answer politely.")).Verdict);

    [Fact]
    public async Task A_prompt_with_a_large_good_effect_is_better_and_can_be_promoted()
    {
        var replay = await RunAsync(FakeModelAnswers.Planted("CHECK THE POLICY", Marker, with: 0.95, without: 0.05), "CHECK THE POLICY before you answer.");
        Assert.Equal("better", replay.Verdict);
        Assert.Contains(replay.Promotions, p => p.Label == "production" && p.Version == replay.CandidateVersion);
    }

    [Fact]
    public async Task A_prompt_with_a_large_bad_effect_is_worse() =>
        Assert.Equal("worse", (await RunAsync(FakeModelAnswers.Planted("SKIP THE POLICY", Marker, with: 0.05, without: 0.95), "SKIP THE POLICY.")).Verdict);

    private static async Task<Replay> RunAsync(Func<FakeModelRequest, FakeModelAnswer> behaviour, string systemPrompt)
    {
        RecordedConversations.File();
        var ct = TestContext.Current.CancellationToken;
        await using var model = await FakeModelServer.StartAsync(behaviour);
        await using var product = await RunningProduct.StartAsync(ct: ct);
        using var http = product.CreateClient();
        await RecordedConversations.ImportAsync(http, ct);
        await new ModelsClient(http).CreateAsync(new CreateConnection("test-model", "openai", model.BaseUrl, "key", ["fake-model"]), ct);
        await CreateMarkerEvaluatorAsync(http, ct);

        var replays = new ReplaysClient(http);
        var started = await replays.CreateAsync(new CreateReplay
        {
            Name = "policy",
            Source = new ReplaySource(null, LongAgo, LaterOn, new SampleSpec(20, 7)),
            Mode = "teacherForced",
            PrimaryMetric = "policy-checked",
            Evaluators = ["policy-checked"],
            Arms = [new ReplayArm { SystemPrompt = systemPrompt, Connection = "test-model", Model = "fake-model" }],
            Concurrency = 16,
        }, ct: ct);
        var replay = await Replays.EndedAsync(http, started.Id, ct);
        Assert.Equal("finished", replay.State);
        var comparison = await replays.FindComparisonAsync(replay.Id, ct);
        Assert.Equal(20, comparison!.Clusters);
        Assert.False(string.IsNullOrWhiteSpace(comparison.Sentence));
        var promoted = await replays.PromoteAsync(replay.Id, new PromoteReplay("production", replay.Verdict == "better" ? null : "the test wants to see it move"), ct);
        var prompt = await new PromptsClient(http).FindAsync(promoted.PromptKey!, ct);
        Assert.Equal(promoted.CandidateVersion, prompt!.Labels["production"]);
        return promoted;
    }

    private static async Task CreateMarkerEvaluatorAsync(HttpClient http, CancellationToken ct)
    {
        var evaluators = new EvaluatorsClient(http);
        await evaluators.CreateAsync(new CreateEvaluator("policy-checked", "Policy checked"), ct);
        var config = JsonSerializer.SerializeToElement(new { text = Marker }, Json.Api);
        await evaluators.CommitAsync("policy-checked", new CreateEvaluatorVersion("contains", config, null), ct);
    }
}
