using CozeLoop.Contracts.Api;
using CozeLoop.Contracts.Clients;
using CozeLoop.Truth.Scenarios;

namespace CozeLoop.Truth.Runs;

/// <summary>One replay of a scenario, from the request to the verdict.</summary>
internal sealed class PlantedReplay(HttpClient http, Scenario scenario, string promptKey)
{
    private const int CallsAtOnce = 8;
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(100),
        Patience = TimeSpan.FromMinutes(20);

    /// <param name="model">A name that no other run uses.</param>
    public async Task<RunOutcome> RunAsync(int run, string model, Window window, CancellationToken ct)
    {
        var replays = new ReplaysClient(http);
        var started = await replays.CreateAsync(Request(run, model, window), ct: ct);
        if (started.Plan.Items != scenario.Clusters * scenario.Turns)
            throw new InvalidOperationException($"{model} replays {started.Plan.Items} calls instead of all.");
        await EndAsync(replays, started.Id, ct);
        var comparison = (await replays.FindComparisonAsync(started.Id, ct))!;
        // A real model is cut off now and then; nothing of the planted one may get lost.
        if (comparison.MissingByCause.Count > 0 && !scenario.Subject.IsReal)
            throw new InvalidOperationException($"{model} misses pairs: {string.Join(", ", comparison.MissingByCause)}");
        return new RunOutcome(
            comparison.Verdict,
            comparison.Metrics.Single(m => m.Primary),
            [.. comparison.Gates.Select(g => g.Outcome)],
            started.Plan.Forecast?.Power
        );
    }

    private CreateReplay Request(int run, string model, Window window) =>
        new()
        {
            Name = model,
            // All of its minute: the seed then only chooses the order, and the draws of the test.
            Source = new ReplaySource(null, window.From, window.To, new SampleSpec(scenario.Clusters, run + 1)),
            Mode = scenario.Turns > 1 ? ReplayModes.TeacherForced : ReplayModes.Frozen,
            Evaluators = [scenario.Subject.Metric],
            PrimaryMetric = scenario.Subject.Metric,
            Gates = [.. PlantedGate.All.Select(g => $"{scenario.Subject.Metric} {g}")],
            WantedEffect = scenario.IsForecast ? scenario.Effect : null,
            Concurrency = CallsAtOnce,
            // From how the old version differs from itself a later plan learns what it can show; no verdict reads it.
            NoiseFloor = scenario.IsForecast,
            Arms =
            [
                new ReplayArm
                {
                    PromptKey = promptKey,
                    Version = scenario.IsSamePrompt ? 1 : 2,
                    Connection = scenario.Subject.Connection,
                    Model = model,
                },
            ],
        };

    private static async Task EndAsync(ReplaysClient replays, string id, CancellationToken ct)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(Patience);
        while (true)
        {
            await Task.Delay(Look, TimeProvider.System, limit.Token);
            var replay = await replays.FindAsync(id, limit.Token);
            if (replay is { State: RunStates.Finished })
                return;
            if (replay is not { State: RunStates.Running })
                throw new InvalidOperationException($"The replay {id} is {replay?.State}: {replay?.StateReason}");
        }
    }
}

/// <param name="Metric">The planted metric, on which the verdict rests.</param>
/// <param name="Gates">Outcomes of <see cref="PlantedGate.All"/>.</param>
/// <param name="Power">As the plan forecasts it, 0 to 1; null where no effect was wanted.</param>
internal sealed record RunOutcome(string Verdict, MetricComparison Metric, IReadOnlyList<string> Gates, double? Power);
