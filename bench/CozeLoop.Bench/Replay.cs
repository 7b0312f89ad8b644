using System.Globalization;
using CozeLoop.Contracts.Api;
using CozeLoop.Contracts.Clients;
using CozeLoop.Testing;
using CozeLoop.Testing.FakeModel;
using CozeLoop.Testing.Stores;

namespace CozeLoop.Bench;

/// <summary>
/// What the replay engine itself costs: a run at concurrency 64 against a model that answers at once, scored by one check. An item is one
/// call, as a worker gets it (a recorded turn makes three: the old prompt twice, the new one once). The model is part of this process; its
/// core time is not the product's.
/// </summary>
internal static class Replay
{
    private const string Conversations = "data/conversations/airline-support-gpt-4o.jsonl";
    private const int BareCalls = 3_000,
        Concurrency = 64;

    public static async Task RunAsync(Options options, Shape shape, Results results)
    {
        if (SharedFolder.Find(Conversations) is not { } file)
        {
            results.Skipped("replay", "the recorded conversations in shared/data beside the checkout are absent");
            return;
        }
        await using var model = await FakeModelServer.StartAsync(FakeModelAnswers.WithoutEffect);
        await using var product = await shape.StartAsync();
        using var http = product.CreateClient();
        var traces = new TracingClient(http);
        ImportResult imported;
        await using (var lines = File.OpenRead(file))
            imported = await traces.ImportConversationsAsync(lines);
        await ProductQueues.StoredAsync(http);
        await new ModelsClient(http).CreateAsync(new CreateConnection("instant", "openai", model.BaseUrl, "none", ["fake-model"]));
        // A first run warms the product up, its just-in-time compiler too; the second has other items, so nothing is answered from the
        // cache.
        await RunAsync(http, product, imported, turns: 400, seed: 1, prompt: "You are a helpful agent.");
        var run = await RunAsync(
            http,
            product,
            imported,
            options.ReplayItems / 3,
            seed: 2,
            prompt: "You are a helpful agent. Answer in one short sentence."
        );
        var bare = await BareAsync(model);
        results.AtLeast("replay_items", run.Calls / run.Seconds, "items/s", 300);
        results.AtMost("replay_core_time", run.CoreMs - bare, "ms/call over a bare client", 3);
        results.Plain("replay_core_time_whole", run.CoreMs, "ms/call");
        results.Plain("replay_core_time_bare_client", bare, "ms/call");
    }

    private sealed record Run(int Calls, double Seconds, double CoreMs);

    private static async Task<Run> RunAsync(
        HttpClient http,
        RunningProduct product,
        ImportResult imported,
        int turns,
        long seed,
        string prompt
    )
    {
        var replays = new ReplaysClient(http);
        var replay = await replays.CreateAsync(
            new CreateReplay
            {
                Name = $"bench {seed}",
                Source = new ReplaySource("kind:model", imported.From, imported.To, new SampleSpec(turns, seed)),
                Mode = "teacherForced",
                Arms =
                [
                    new ReplayArm
                    {
                        SystemPrompt = prompt,
                        Connection = "instant",
                        Model = "fake-model",
                    },
                ],
                Evaluators = ["at-most-20-words"],
                PrimaryMetric = "at-most-20-words",
                Concurrency = Concurrency,
            },
            start: false
        );
        var cores = ProcessUse.Cpu(product.ProcessId);
        long begun = TimeProvider.System.GetTimestamp();
        await replays.StartAsync(replay.Id);
        while ((replay = (await replays.FindAsync(replay.Id))!).State is "queued" or "running" or "planned")
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System);
        double seconds = TimeProvider.System.GetElapsedTime(begun).TotalSeconds;
        if (replay.State != "finished" || replay.Progress.Failed > 0)
            throw new InvalidOperationException($"The replay ended as {replay.State}: {replay.StateReason}");
        await ProductQueues.StoredAsync(http);
        return new Run(replay.Plan.Calls, seconds, (ProcessUse.Cpu(product.ProcessId) - cores).TotalMilliseconds / replay.Plan.Calls);
    }

    /// <summary>Core milliseconds that an HTTP client needs for the same kind of call and nothing else, in a process of its own: the
    /// model's own time must not count.</summary>
    private static async Task<double> BareAsync(FakeModelServer model)
    {
        using var folder = new TemporaryFolder();
        string question = folder.Data.File("question.json");
        await File.WriteAllTextAsync(question, model.Requests[^1].Body.GetRawText());
        var result = await ExternalProgram.RunAsync(
            "dotnet",
            [Path.ChangeExtension(typeof(Replay).Assembly.Location, ".dll"), "bare", model.BaseUrl, question]
        );
        return result.ExitCode == 0
            ? double.Parse(result.Output, CultureInfo.InvariantCulture)
            : throw new InvalidOperationException(result.Output + result.Error);
    }

    /// <summary>The child's part: prints its core milliseconds a call.</summary>
    public static async Task CallBareAsync(string baseUrl, string questionFile)
    {
        using var http = TestHttp.Create(new Uri(baseUrl));
        string question = await File.ReadAllTextAsync(questionFile);
        async Task CallAsync(int count) =>
            await Parallel.ForEachAsync(
                Enumerable.Range(0, count),
                new ParallelOptions { MaxDegreeOfParallelism = Concurrency },
                async (_, ct) =>
                {
                    using var body = new StringContent(question, System.Text.Encoding.UTF8, "application/json");
                    using var answer = await http.PostAsync(new Uri(baseUrl + "/chat/completions"), body, ct);
                    answer.EnsureSuccessStatusCode();
                    await answer.Content.ReadAsByteArrayAsync(ct);
                }
            );
        await CallAsync(BareCalls / 3);
        var cores = Environment.CpuUsage.TotalTime;
        await CallAsync(BareCalls);
        Console.WriteLine(((Environment.CpuUsage.TotalTime - cores).TotalMilliseconds / BareCalls).ToString(CultureInfo.InvariantCulture));
    }
}
