using System.Text.Json;
using CozeLoop.Contracts;
using CozeLoop.Contracts.Api;
using CozeLoop.Contracts.Clients;
using CozeLoop.Testing;
using CozeLoop.Testing.FakeModel;
using Xunit;

namespace CozeLoop.EndToEnd.Loop;

/// <summary>The same loop by commands, each a process of its own as a user would start it.</summary>
public sealed class LoopByCommandLineTests
{
    private const int Found = 0, Failed = 1, Inconclusive = 2;

    [Fact]
    public async Task Import_find_replay_judge_and_promote_what_is_better()
    {
        await using var loop = await StartAsync(FakeModelAnswers.Planted("CHECK THE POLICY", Replays.Marker, with: 0.95, without: 0.05));
        var found = Read<Page<TraceSummary>>(await loop.RunAsync("traces", "list", "--limit", "5", "--json"));
        Assert.Equal(5, found.Items.Count);
        Assert.Contains(found.Items[0].Name, (await loop.RunAsync("traces", "show", found.Items[0].TraceId)).Output, StringComparison.Ordinal);

        var replayed = await loop.ReplayAsync("CHECK THE POLICY before you answer.");
        Assert.Equal(Found, replayed.ExitCode);
        Assert.Contains("Better:", replayed.Output, StringComparison.Ordinal);
        Assert.Contains($"{Replays.Tasks} clusters by task", replayed.Output, StringComparison.Ordinal);

        var replay = await loop.OnlyReplayAsync();
        Assert.Equal(Found, (await loop.RunAsync("replay", "promote", replay.Id)).ExitCode);
        var prompt = Read<Prompt>(await loop.RunAsync("prompts", "show", replay.PromptKey!, "--json"));
        Assert.Equal(replay.CandidateVersion, prompt.Labels["production"]);
        Assert.Contains("Better:", (await loop.RunAsync("replay", "report", replay.Id)).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_inconclusive_exits_2_and_is_promoted_for_a_reason_only()
    {
        await using var loop = await StartAsync(FakeModelAnswers.WithoutEffect);
        var replayed = await loop.ReplayAsync("Answer politely.");
        Assert.Equal(Inconclusive, replayed.ExitCode);
        Assert.Contains("Inconclusive:", replayed.Output, StringComparison.Ordinal);

        var replay = await loop.OnlyReplayAsync();
        var refused = await loop.RunAsync("replay", "promote", replay.Id);
        Assert.Equal(Failed, refused.ExitCode);
        Assert.Contains("reason", refused.Error, StringComparison.OrdinalIgnoreCase);
        Assert.Equal(Found, (await loop.RunAsync("replay", "promote", replay.Id, "--reason", "a customer asked for it")).ExitCode);
    }

    private static T Read<T>(ExternalProgram.Result result) => JsonSerializer.Deserialize<T>(result.Output, Json.Api)!;

    private static async Task<CommandLineLoop> StartAsync(Func<FakeModelRequest, FakeModelAnswer> behaviour)
    {
        string file = RecordedConversations.File();
        var ct = TestContext.Current.CancellationToken;
        var model = await FakeModelServer.StartAsync(behaviour);
        var loop = new CommandLineLoop(await RunningProduct.StartAsync(ct: ct), model, ct);
        string[][] commands =
        [
            ["import", "conversations", file],
            ["models", "add", Replays.Connection, "--provider", "openai", "--base-url", model.BaseUrl, "--model", Replays.Model],
            ["evaluators", "create", Replays.Metric, "--kind", "contains", "--config", $$"""{"text":"{{Replays.Marker}}"}"""],
        ];
        foreach (string[] command in commands)
        {
            var result = await loop.RunAsync(command);
            Assert.True(result.ExitCode == Found, result.Error + result.Output);
        }
        return loop;
    }

    private sealed class CommandLineLoop(RunningProduct product, FakeModelServer model, CancellationToken ct) : IAsyncDisposable
    {
        public Task<ExternalProgram.Result> RunAsync(params string[] arguments) => product.RunCommandAsync(arguments, ct);

        public async Task<ExternalProgram.Result> ReplayAsync(string systemPrompt)
        {
            string file = Path.Combine(product.DataFolder, "system.txt");
            await File.WriteAllTextAsync(file, systemPrompt, ct);
            return await RunAsync(
                "replay", "--system", file, "--connection", Replays.Connection, "--model", Replays.Model, "--sample", $"{Replays.Conversations}", "--seed", "7",
                "--mode", "teacherForced", "--evaluator", Replays.Metric, "--concurrency", "16");
        }

        public async Task<Replay> OnlyReplayAsync()
        {
            using var http = product.CreateClient();
            return Assert.Single((await new ReplaysClient(http).ListAsync(ct: ct)).Items);
        }

        public async ValueTask DisposeAsync()
        {
            await product.DisposeAsync();
            await model.DisposeAsync();
        }
    }
}
