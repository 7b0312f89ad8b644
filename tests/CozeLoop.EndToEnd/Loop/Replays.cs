using System.Text.Json;
using CozeLoop.Contracts;
using CozeLoop.Contracts.Api;
using CozeLoop.Contracts.Clients;
using CozeLoop.Testing.FakeModel;

namespace CozeLoop.EndToEnd.Loop;

/// <summary>The replay that the tests start: some of the recorded conversations, drawn with seed 7, judged by whether a sentence is in the
/// answer.</summary>
internal static class Replays
{
    public const string Marker = "Policy checked.",
        Metric = "policy-checked",
        Connection = "test-model",
        Model = "fake-model";

    /// <summary>20 conversations belong to 16 tasks: a task that was tried twice is one cluster.</summary>
    public const int Conversations = 20,
        Tasks = 16;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(8);
    public static readonly DateTimeOffset LongAgo = new(2020, 1, 1, 0, 0, 0, TimeSpan.Zero),
        LaterOn = new(2100, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public static async Task<Replay> StartAsync(
        HttpClient http,
        FakeModelServer model,
        string systemPrompt,
        int conversations,
        int concurrency,
        CancellationToken ct
    )
    {
        await new ModelsClient(http).CreateAsync(new CreateConnection(Connection, "openai", model.BaseUrl, "key", [Model]), ct);
        await CreateEvaluatorAsync(http, ct);
        return await new ReplaysClient(http).CreateAsync(
            new CreateReplay
            {
                Name = "policy",
                Source = new ReplaySource(null, LongAgo, LaterOn, new SampleSpec(conversations, 7)),
                Mode = "teacherForced",
                PrimaryMetric = Metric,
                Evaluators = [Metric],
                Arms =
                [
                    new ReplayArm
                    {
                        SystemPrompt = systemPrompt,
                        Connection = Connection,
                        Model = Model,
                    },
                ],
                Concurrency = concurrency,
            },
            ct: ct
        );
    }

    /// <summary>The evaluator asks whether <see cref="Marker"/> is in the answer.</summary>
    public static async Task CreateEvaluatorAsync(HttpClient http, CancellationToken ct)
    {
        var evaluators = new EvaluatorsClient(http);
        await evaluators.CreateAsync(new CreateEvaluator(Metric, "Policy checked"), ct);
        await evaluators.CommitAsync(
            Metric,
            new CreateEvaluatorVersion("contains", JsonSerializer.SerializeToElement(new { text = Marker }, Json.Api), null),
            ct
        );
    }

    /// <summary>The replay when it has ended, whichever way, or stands in one of the states given.</summary>
    public static async Task<Replay> EndedAsync(HttpClient http, string id, CancellationToken ct, params string[] orState)
    {
        var replays = new ReplaysClient(http);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(Patience);
        while (true)
        {
            var replay = await replays.FindAsync(id, limit.Token) ?? throw new InvalidOperationException($"The replay {id} is gone.");
            if (replay.State is "finished" or "failed" or "cancelled" || orState.Contains(replay.State))
                return replay;
            await Task.Delay(100, limit.Token);
        }
    }
}
