using CozeLoop.Contracts.Api;
using CozeLoop.Experiments.Comparisons;
using CozeLoop.Experiments.Runs.Reading;
using CozeLoop.Experiments.Storage;
using Dapper;
using Xunit;

namespace CozeLoop.Experiments.Tests.Runs.Reading;

/// <summary>The list ranks in SQL what the comparison computes in memory: whatever came of the calls, both must agree.</summary>
public abstract class RankedItemsContract : IAsyncLifetime
{
    private static readonly string[] States = [.. CallStates.Open, "done", "done", "done", "failed", "missing", "skipped"];

    private readonly string _folder = Directory.CreateTempSubdirectory("ranks").FullName;
    private Lab? _lab;

    protected abstract Task<(string Key, string Value)[]> SettingsAsync();

    public async ValueTask InitializeAsync()
    {
        // Nothing may touch what a test makes up.
        (string, string)[] still = [("Experiments:Sweep", "01:00:00")];
        _lab = await Lab.StartAsync(_folder, new FakeNeighbours(), [.. still, .. await SettingsAsync()]);
    }

    public async ValueTask DisposeAsync()
    {
        if (_lab is not null)
            await _lab.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
        GC.SuppressFinalize(this);
    }

    [Theory]
    [InlineData(true, 0, 1, true)]
    [InlineData(false, 1, 5, true)]
    [InlineData(true, 0, 1, false)]
    [InlineData(false, 0, 1, false)]
    [InlineData(false, -5, 5, false)]
    [InlineData(false, 2, 9, false)]
    public async Task Pages_hold_every_item_once_with_the_loss_and_outcome_of_the_comparison(
        bool binary,
        double least,
        double most,
        bool planned
    )
    {
        for (int seed = 1; seed <= 5; seed++)
        {
            string id = await _lab!.CreateAsync(Lab.Request(), start: false);
            await PlanScaleAsync(id, planned ? new ScoreScale(least, most, binary) : null);
            await MakeUpAsync(id, new Random(seed), binary, least, most);
            var run = await _lab.RowAsync(id);
            var expected = await ExpectedAsync(run);
            foreach (string sort in (string[])[ItemSorts.Loss, ItemSorts.Order])
            {
                var listed = await ListAsync(run, sort, null);
                Assert.Equal(
                    sort == ItemSorts.Order
                        ? expected
                        : expected.OrderByDescending(e => e.Loss ?? double.NegativeInfinity).ThenBy(e => e.Position),
                    listed
                );
                foreach (string outcome in ItemOutcomes.All)
                    Assert.Equal(listed.Where(i => i.Outcome == outcome), await ListAsync(run, sort, outcome));
            }
            Assert.Equal(
                expected.GroupBy(e => e.Outcome).ToDictionary(g => g.Key, g => g.Count()),
                await _lab.Get<RankedItems>().CountAsync(run, default)
            );
        }
    }

    private async Task<List<RankedItem>> ListAsync(RunRow run, string sort, string? outcome)
    {
        var listed = new List<RankedItem>();
        while (true)
        {
            var after = listed.Count == 0 ? null : listed[^1].Place(sort);
            var page = await _lab!.Get<RankedItems>().PageAsync(run, sort, outcome, 3, after, default);
            listed.AddRange(page);
            if (page.Count < 3)
                return listed;
        }
    }

    private async Task<RankedItem[]> ExpectedAsync(RunRow run)
    {
        var outcome = await _lab!.Get<OutcomeReader>().ReadAsync(run, default);
        var metric = Metrics.OfEvaluator(outcome.Evaluators.Single(), outcome.Items);
        return
        [
            .. outcome.Items.Select(
                (item, i) =>
                {
                    var pair = metric.Observations[i];
                    double? loss = pair.IsComplete ? pair.Baseline.Value - pair.Candidate.Value : null;
                    bool isOpen = item.Baseline is { Fate: CallFate.Open } || item.Candidate is { Fate: CallFate.Open };
                    return new RankedItem
                    {
                        Id = item.Id,
                        Position = i,
                        Loss = loss,
                        Outcome = OutcomeOf(loss, isOpen),
                    };
                }
            ),
        ];
    }

    private static string OutcomeOf(double? loss, bool isOpen) =>
        loss switch
        {
            > 0 => "loss",
            < 0 => "win",
            0 => "tie",
            _ => isOpen ? "pending" : "missing",
        };

    private async Task PlanScaleAsync(string id, ScoreScale? scale)
    {
        var judge = Columns.FromJson<IReadOnlyList<PlannedEvaluator>>((await _lab!.RowAsync(id)).EvaluatorsJson).Single();
        string json = Columns.ToJson<IReadOnlyList<PlannedEvaluator>>([judge with { Scale = scale }]);
        await _lab.Get<ExperimentsDatabase>()
            .WriteAsync(tx =>
                tx.Connection.ExecuteAsync("UPDATE runs SET evaluators_json = @json WHERE id = @id", new { id, json }, tx.DbTransaction)
            );
    }

    private async Task MakeUpAsync(string id, Random random, bool binary, double least, double most)
    {
        var calls = await _lab!.CallsAsync(id);
        var judge = Columns.FromJson<IReadOnlyList<PlannedEvaluator>>((await _lab.RowAsync(id)).EvaluatorsJson).Single();
        await _lab.Get<ExperimentsDatabase>()
            .WriteAsync(async tx =>
            {
                foreach (var call in calls)
                {
                    string state = States[random.Next(States.Length)];
                    await tx.Connection.ExecuteAsync(
                        "UPDATE run_calls SET state = @state WHERE id = @Id",
                        new { call.Id, state },
                        tx.DbTransaction
                    );
                    if (state != CallStates.Done || random.Next(10) == 0)
                        continue;
                    double value = binary ? random.Next(2) : Math.Round(least + random.NextDouble() * (most - least), 3);
                    var result = new EvaluationResult(
                        judge.Key,
                        judge.Version,
                        judge.Kind,
                        random.Next(10) == 0 ? null : value,
                        null,
                        "评语",
                        null
                    )
                    {
                        Binary = binary,
                    };
                    await tx.Connection.ExecuteAsync(
                        "INSERT INTO run_results (call_id, evaluator_key, evaluator_version, run_id, result_json) "
                            + "VALUES (@Id, @Key, @Version, @RunId, @json)",
                        new
                        {
                            call.Id,
                            judge.Key,
                            judge.Version,
                            call.RunId,
                            json = Columns.ToJson(result),
                        },
                        tx.DbTransaction
                    );
                }
            });
    }
}
