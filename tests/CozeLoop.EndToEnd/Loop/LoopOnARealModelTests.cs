using System.Text.Json;
using CozeLoop.Contracts.Api;
using CozeLoop.Contracts.Clients;
using CozeLoop.Testing;
using CozeLoop.Testing.Servers;
using Xunit;

namespace CozeLoop.EndToEnd.Loop;

/// <summary>
/// The sample conversations against a real language model at temperature 0.8: it answers as differently as models do, and a prompt has a
/// real effect on it. What it answers is not repeatable from machine to machine, the verdict is.
/// </summary>
public sealed class LoopOnARealModelTests
{
    private const int Conversations = 30,
        EveryCall = 32;
    private const string Connection = "real-model",
        Model = "smollm2",
        Metric = "at-most-20-words",
        Asked = "at-most-50-words";

    // The first sentence is enough, and saves most of the time; room for nearly every one, since what is cut off is missing.
    private const int MaxTokens = 120,
        WholeAnswer = 500;
    private static readonly string[] Stop = [".", "\n"];
    private const double Warm = 0.8;

    private static readonly DateTimeOffset LongAgo = new(2020, 1, 1, 0, 0, 0, TimeSpan.Zero),
        LaterOn = new(2100, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task Asking_for_one_short_sentence_is_better_at_being_short()
    {
        await using var loop = await StartAsync();
        var evaluators = new EvaluatorsClient(loop.Http);
        await evaluators.CreateAsync(new CreateEvaluator(Asked, null), loop.Ct);
        var config = JsonSerializer.SerializeToElement(new { pattern = @"\A\s*(\S+\s+){0,49}\S*\s*\z" });
        await evaluators.CommitAsync(Asked, new CreateEvaluatorVersion(EvaluatorKinds.Regex, config, null), loop.Ct);
        string candidate = SystemPrompt() + " Answer in one short sentence of at most ten words.";
        // Whole answers: one that is cut off is missing, and the old version's are the long ones.
        var replay = await loop.ReplayAsync(candidate, EveryCall, metric: Asked, whole: true);
        var ended = await Replays.EndedAsync(loop.Http, replay.Id, loop.Ct);
        var comparison = await new ReplaysClient(loop.Http).FindComparisonAsync(ended.Id, loop.Ct);
        TestContext.Current.TestOutputHelper?.WriteLine(comparison!.Sentence);
        Assert.True(ended.Verdict == "better", comparison!.Sentence);
        Assert.False(comparison!.Simulated);
    }

    [Fact]
    public async Task A_prompt_against_itself_is_inconclusive_and_its_noise_is_shown_though_the_model_dies_on_the_way()
    {
        await using var loop = await StartAsync();
        var replay = await loop.ReplayAsync(SystemPrompt());
        await Eventually.Async(async () => (await new ReplaysClient(loop.Http).FindAsync(replay.Id, loop.Ct))!.Progress.Done > 5);
        await loop.Server.KillAsync();
        var paused = await Replays.EndedAsync(loop.Http, replay.Id, loop.Ct, "paused");
        Assert.Equal("paused", paused.State);
        Assert.False(string.IsNullOrWhiteSpace(paused.StateReason));
        await loop.Server.StartAgainAsync();

        var ended = await Replays.EndedAsync(loop.Http, replay.Id, loop.Ct);
        // A test at the 5 % level calls equal prompts different once in a while. That it does so twice in a row is not to be expected.
        if (ended.Verdict != "inconclusive")
            ended = await Replays.EndedAsync(loop.Http, (await loop.ReplayAsync(SystemPrompt(), temperature: 0.81)).Id, loop.Ct);
        var comparison = await new ReplaysClient(loop.Http).FindComparisonAsync(ended.Id, loop.Ct);
        Assert.True(ended.Verdict == "inconclusive", comparison!.Sentence);
        // One that does not come to the end of its sentence may be missing.
        Assert.InRange(comparison!.Pairs, Conversations - 3, Conversations);
        Assert.True(comparison.Disagreement is { Rate: > 0 }, comparison.Sentence);
    }

    [Fact]
    public async Task A_prompt_that_is_too_long_for_it_is_recorded_as_the_cause()
    {
        await using var loop = await StartAsync();
        var replay = await loop.ReplayAsync(string.Concat(Enumerable.Repeat("All work and no play. ", 3000)), sample: 6);
        var ended = await Replays.EndedAsync(loop.Http, replay.Id, loop.Ct);
        Assert.Equal("finished", ended.State);
        var items = await new ReplaysClient(loop.Http).ListItemsAsync(replay.Id, ct: loop.Ct);
        Assert.All(items.Items, item => Assert.Equal("context_length", item.Candidate!.Cause));
        Assert.NotEqual("better", ended.Verdict);
    }

    [Fact]
    public async Task A_wrong_key_pauses_the_run_and_the_right_one_lets_it_go_on()
    {
        await using var loop = await StartAsync("--api-key", "right");
        var replay = await loop.ReplayAsync(SystemPrompt(), sample: 2);
        var paused = await Replays.EndedAsync(loop.Http, replay.Id, loop.Ct, "paused");
        Assert.Equal("paused", paused.State);
        Assert.Contains("unauthorized", paused.StateReason, StringComparison.Ordinal);
        var connection = (await new ModelsClient(loop.Http).ListAsync(loop.Ct)).Items.Single(c => c.Name == Connection);
        await new ModelsClient(loop.Http).ReplaceKeyAsync(connection.Id, new ReplaceConnectionKey("right"), loop.Ct);
        Assert.Equal("finished", (await Replays.EndedAsync(loop.Http, replay.Id, loop.Ct)).State);
    }

    private static string SystemPrompt() => "You are the assistant of Paper Lantern, a small online bookshop.";

    private static async Task<RealModelLoop> StartAsync(params string[] options)
    {
        var ct = TestContext.Current.CancellationToken;
        var server = await RealModelServer.StartAsync(Assert.SkipWhen, options);
        var product = await RunningProduct.StartAsync(
            new Dictionary<string, string> { ["Experiments__FirstProbe"] = "00:00:01", ["Experiments__Sweep"] = "00:00:00.5" },
            ct: ct
        );
        var loop = new RealModelLoop(server, product, product.CreateClient(), ct);
        await using var lines = File.OpenRead(
            Path.Combine(Repository.Root, "web/CozeLoop.Studio/Areas/Overview/Sample/conversations.jsonl")
        );
        await new TracingClient(loop.Http).ImportConversationsAsync(lines, sample: true, ct: ct);
        await Queues.DrainedAsync(loop.Http, ct);
        await new ModelsClient(loop.Http).CreateAsync(new CreateConnection(Connection, "openai", server.BaseUrl, "wrong", [Model]), ct);
        return loop;
    }

    private sealed record RealModelLoop(RealModelServer Server, RunningProduct Product, HttpClient Http, CancellationToken Ct)
        : IAsyncDisposable
    {
        public Task<Replay> ReplayAsync(
            string systemPrompt,
            int sample = Conversations,
            double temperature = Warm,
            string metric = Metric,
            bool whole = false
        ) =>
            new ReplaysClient(Http).CreateAsync(
                new CreateReplay
                {
                    Name = "short answers",
                    Source = new ReplaySource(null, LongAgo, LaterOn, new SampleSpec(sample, 7)),
                    PrimaryMetric = metric,
                    Evaluators = [metric],
                    Arms =
                    [
                        new ReplayArm
                        {
                            SystemPrompt = systemPrompt,
                            Connection = Connection,
                            Model = Model,
                            Parameters = whole
                                ? new() { Temperature = temperature, MaxTokens = WholeAnswer }
                                : new()
                                {
                                    Temperature = temperature,
                                    MaxTokens = MaxTokens,
                                    Stop = Stop,
                                },
                        },
                    ],
                    Concurrency = 4,
                },
                ct: Ct
            );

        public async ValueTask DisposeAsync()
        {
            Http.Dispose();
            await Product.DisposeAsync();
            await Server.DisposeAsync();
        }
    }
}
