using System.Globalization;
using CozeLoop.Contracts.Api;
using CozeLoop.Experiments.Storage;
using CozeLoop.Platform.Web;
using Dapper;

namespace CozeLoop.Experiments.Runs.Reading;

internal sealed record RankedItem
{
    public string Id { get; init; } = "";
    public int Position { get; init; }

    /// <summary>By how much the candidate is behind on the deciding metric, in its unit; null where a side has no value.</summary>
    public double? Loss { get; init; }

    /// <summary>One of <see cref="ItemOutcomes"/>.</summary>
    public string Outcome { get; init; } = "";

    /// <summary>Where this item stands in a list of either order.</summary>
    public Cursor Place(string sort) =>
        new(Position, (sort == ItemSorts.Loss ? Loss ?? double.NegativeInfinity : 0).ToString("R", CultureInfo.InvariantCulture));
}

/// <summary>
/// Ranks the items of a run in the database, by the same values as <see cref="Comparisons.Metrics"/>: a failed call has the worst value
/// of the scale (of a run planned before scales were kept, the worst it takes in this run), what is not scored has none. A page reads the
/// texts of its own items only.
/// </summary>
internal sealed class RankedItems(ExperimentsDatabase db, RunSources sources)
{
    /// <param name="sort">One of <see cref="ItemSorts"/>; equal losses come in the run's order, unknown ones last.</param>
    /// <param name="outcome">One of <see cref="ItemOutcomes"/>, or null for all.</param>
    public async Task<IReadOnlyList<RankedItem>> PageAsync(
        RunRow run,
        string sort,
        string? outcome,
        int limit,
        Cursor? after,
        CancellationToken ct
    )
    {
        string behind = after is null ? "1 = 1" : Behind(sort, after);
        string order = sort == ItemSorts.Loss ? "loss IS NULL, loss DESC, position" : "position";
        var parameters = ParametersOf(run, outcome);
        parameters.AddDynamicParams(
            new
            {
                limit,
                position = after?.Time,
                last = after is null ? 0 : Rank(after),
            }
        );
        return (
            await db.ReadAsync(
                c =>
                    c.QueryAsync<RankedItem>(
                        $"""
                        {Ranked}
                        SELECT id AS Id, position AS Position, loss AS Loss, outcome AS Outcome FROM ranked
                        WHERE {OfOutcome} AND {behind} ORDER BY {order} LIMIT @limit
                        """,
                        parameters
                    ),
                ct
            )
        ).AsList();
    }

    /// <returns>By outcome, with every one that an item has.</returns>
    public async Task<IReadOnlyDictionary<string, int>> CountAsync(RunRow run, CancellationToken ct) =>
        (
            await db.ReadAsync(
                c =>
                    c.QueryAsync<(string Outcome, int Items)>(
                        $"{Ranked} SELECT outcome, COUNT(*) FROM ranked GROUP BY outcome",
                        ParametersOf(run, null)
                    ),
                ct
            )
        ).ToDictionary(row => row.Outcome, row => row.Items);

    // A cursor whose rank is no number, as a made-up one's, has nothing behind it.
    private static string Behind(string sort, Cursor after) =>
        (sort, Rank(after)) switch
        {
            (_, double.NaN) => "1 = 0",
            (ItemSorts.Order, _) => "position > @position",
            (_, double.NegativeInfinity) => "loss IS NULL AND position > @position",
            _ => "(loss IS NULL OR loss < @last OR (loss = @last AND position > @position))",
        };

    private static double Rank(Cursor after) =>
        double.TryParse(after.Id, CultureInfo.InvariantCulture, out double rank) ? rank : double.NaN;

    private DynamicParameters ParametersOf(RunRow run, string? outcome)
    {
        string? primary = sources.DesignOf(run).PrimaryMetric;
        var evaluators = Columns.FromJson<IReadOnlyList<PlannedEvaluator>>(run.EvaluatorsJson);
        var judge = evaluators.FirstOrDefault(e => e.Key == primary);
        return new DynamicParameters(
            new
            {
                run = run.Id,
                key = judge?.Key ?? "",
                version = judge?.Version ?? 0,
                unit = judge?.Scale?.Unit,
                worst = judge?.Scale?.Low * judge?.Scale?.Unit,
                outcome,
            }
        );
    }

    private const string OfOutcome = "(@outcome IS NULL OR outcome = @outcome)";

    private static readonly string Ranked = $"""
        WITH scale AS (
            SELECT COALESCE(@unit, CASE WHEN COALESCE(MAX(graded), 0) = 0 THEN 100 ELSE 1 END) AS unit, COALESCE(@worst,
                CASE WHEN COALESCE(MAX(graded), 0) = 0 OR COALESCE(MIN(value), 0) > 0 THEN 0 ELSE MIN(value) END) AS worst
            FROM run_results WHERE run_id = @run AND evaluator_key = @key AND evaluator_version = @version
        ), valued AS (
            SELECT i.id, i.position, old.state AS old_state, new.state AS new_state, {Value("old")} - {Value("new")} AS loss
            FROM run_items i CROSS JOIN scale
            {Joined("old", Arms.Baseline)}
            {Joined("new", Arms.Candidate)}
            WHERE i.run_id = @run
        ), ranked AS (
            SELECT id, position, loss, CASE
                WHEN loss > 0 THEN '{ItemOutcomes.Loss}' WHEN loss < 0 THEN '{ItemOutcomes.Win}' WHEN loss = 0 THEN '{ItemOutcomes.Tie}'
                WHEN {IsOpen("old")} OR {IsOpen("new")} THEN '{ItemOutcomes.Pending}'
                ELSE '{ItemOutcomes.Missing}' END AS outcome
            FROM valued
        )
        """;

    private static string Value(string arm) =>
        $"(CASE {arm}.state WHEN '{CallStates.Failed}' THEN scale.worst WHEN '{CallStates.Done}' THEN {arm}_score.value * scale.unit END)";

    private static string Joined(string arm, string name) =>
        $"""
            LEFT JOIN run_calls {arm} ON {arm}.item_id = i.id AND {arm}.arm = '{name}' AND {arm}.sample = 0
            LEFT JOIN run_results {arm}_score ON {arm}_score.call_id = {arm}.id
                AND {arm}_score.evaluator_key = @key AND {arm}_score.evaluator_version = @version
            """;

    private static string IsOpen(string arm) => $"{arm}_state IN ({string.Join(", ", CallStates.Open.Select(state => $"'{state}'"))})";
}
