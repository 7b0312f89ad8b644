using System.Text.Json;
using CozeLoop.Contracts;
using CozeLoop.Contracts.Api;
using CozeLoop.Contracts.Clients;
using CozeLoop.EndToEnd.Shapes;
using CozeLoop.Testing;
using CozeLoop.Testing.FakeModel;
using CozeLoop.Testing.Stores;
using Xunit;

namespace CozeLoop.EndToEnd.Loop;

/// <summary>The same loop by commands, each a process of its own as a user would start it.</summary>
internal static class LoopByCommands
{
    private const int Found = 0,
        Failed = 1,
        Inconclusive = 2;

    public static async Task FindsWhatIsBetterAsync(IShape shape)
    {
        await using var loop = await StartAsync(
            shape,
            FakeModelAnswers.Planted("CHECK THE POLICY", Replays.Marker, with: 0.95, without: 0.05)
        );
        var found = Read<Page<TraceSummary>>(await loop.RunAsync("traces", "list", "--limit", "5", "--json"));
        Assert.Equal(5, found.Items.Count);
        Assert.Contains(
            found.Items[0].Name,
            (await loop.RunAsync("traces", "show", found.Items[0].TraceId)).Output,
            StringComparison.Ordinal
        );

        var replayed = await loop.ReplayAsync("CHECK THE POLICY before you answer.");
        Assert.True(replayed.ExitCode == Found, replayed.Error + replayed.Output);
        Assert.Contains("Better:", replayed.Output, StringComparison.Ordinal);
        Assert.Contains($"{Replays.Tasks} clusters by task", replayed.Output, StringComparison.Ordinal);

        var replay = await loop.OnlyReplayAsync();
        Assert.Equal(Found, (await loop.RunAsync("replay", "promote", replay.Id)).ExitCode);
        var prompt = Read<Prompt>(await loop.RunAsync("prompts", "show", replay.PromptKey!, "--json"));
        Assert.Equal(replay.CandidateVersion, prompt.Labels["production"]);
        Assert.Contains("Better:", (await loop.RunAsync("replay", "report", replay.Id)).Output, StringComparison.Ordinal);
    }

    public static async Task SeesNoEffectAsync(IShape shape)
    {
        await using var loop = await StartAsync(shape, FakeModelAnswers.WithoutEffect);
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

    private static async Task<CommandLineLoop> StartAsync(IShape shape, Func<FakeModelRequest, FakeModelAnswer> behaviour)
    {
        string file = RecordedConversations.File();
        var ct = TestContext.Current.CancellationToken;
        var product = await shape.StartAsync(ct);
        var model = await FakeModelServer.StartAsync(behaviour, product.TestAddress);
        var loop = new CommandLineLoop(product, model, ct);
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

    private sealed class CommandLineLoop(IProduct product, FakeModelServer model, CancellationToken ct) : IAsyncDisposable
    {
        public Task<ExternalProgram.Result> RunAsync(params string[] arguments) => product.RunCommandAsync(arguments, ct);

        public async Task<ExternalProgram.Result> ReplayAsync(string systemPrompt)
        {
            using var folder = new TemporaryFolder();
            string file = Path.Combine(folder.Data.Root, "system.txt");
            await File.WriteAllTextAsync(file, systemPrompt, ct);
            return await RunAsync(
                "replay",
                "--system",
                file,
                "--connection",
                Replays.Connection,
                "--model",
                Replays.Model,
                "--sample",
                $"{Replays.Conversations}",
                "--seed",
                "7",
                "--mode",
                "teacherForced",
                "--evaluator",
                Replays.Metric,
                "--concurrency",
                "16"
            );
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
