using System.Globalization;
using CozeLoop.Chat;
using CozeLoop.Contracts.Api;
using CozeLoop.Experiments.Comparisons;
using CozeLoop.Experiments.Runs;
using CozeLoop.Experiments.Storage;
using CozeLoop.Platform.Diffs;
using CozeLoop.Platform.Web;

namespace CozeLoop.Experiments.Replays;

/// <summary>Items of a replay with recorded, old and new answer side by side, greatest loss first.</summary>
internal sealed class ItemList(ReplayStore store, RunReader reader)
{
    private sealed record Ranked(ItemRow Row, CallRow[] Calls, double? Loss, string Outcome);

    /// <summary>Losses change while the replay runs, positions never do: a cursor of one order says nothing in the other.</summary>
    public static string Cursors(string sort) => "replay-items-by-" + sort;

    /// <param name="sort">One of <see cref="ItemSorts"/>.</param>
    public async Task<Page<ReplayItem>> ReadAsync(
        ReplayRow replay,
        string sort,
        string? outcome,
        int limit,
        Cursor? after,
        CancellationToken ct
    )
    {
        var results = await reader.ResultsAsync(replay.Id, ct);
        var all = (await RankAsync(replay, results, ct)).Where(r => outcome is null || r.Outcome == outcome);
        // Unknown losses last; equal ones in the run's order.
        double Rank(Ranked item) => sort == ItemSorts.Loss ? item.Loss ?? double.NegativeInfinity : 0;
        Ranked[] sorted = [.. all.OrderByDescending(Rank).ThenBy(r => r.Row.Position)];
        Ranked[] rest = after is null ? sorted : [.. sorted.Where(r => IsBehind(Rank(r), r.Row.Position, after))];
        var page = PageRequest.Page(Cursors(sort), rest, limit, r => new Cursor(r.Row.Position, Exact(Rank(r))), r => View(r, results));
        return page with { Total = sorted.Length, TotalIsExact = true };
    }

    /// <returns>By outcome, with every one that an item has.</returns>
    public async Task<IReadOnlyDictionary<string, int>> CountAsync(ReplayRow replay, CancellationToken ct)
    {
        var ranked = await RankAsync(replay, await reader.ResultsAsync(replay.Id, ct), ct);
        return ranked.GroupBy(r => r.Outcome).ToDictionary(g => g.Key, g => g.Count());
    }

    private async Task<IEnumerable<Ranked>> RankAsync(ReplayRow replay, ILookup<string, EvaluationResult> results, CancellationToken ct)
    {
        var rows = await store.ItemsAsync(replay.WorkspaceId, replay.Id, ct);
        var calls = (await store.CallsAsync(replay.WorkspaceId, replay.Id, ct)).ToLookup(c => c.ItemId);
        return RankedOf(replay, rows, calls, results);
    }

    /// <summary>Where the cursor's rank is no number, as a made-up one's, nothing is.</summary>
    private static bool IsBehind(double rank, long position, Cursor after) =>
        double.TryParse(after.Id, CultureInfo.InvariantCulture, out double last)
        && (rank < last || (rank.Equals(last) && position > after.Time));

    private static string Exact(double rank) => rank.ToString("R", CultureInfo.InvariantCulture);

    private static IEnumerable<Ranked> RankedOf(
        ReplayRow replay,
        IReadOnlyList<ItemRow> rows,
        ILookup<string, CallRow> calls,
        ILookup<string, EvaluationResult> results
    )
    {
        string? primary = Columns.FromJson<CreateReplay>(replay.RequestJson).PrimaryMetric;
        var judge = Columns.FromJson<IReadOnlyList<PlannedEvaluator>>(replay.EvaluatorsJson).FirstOrDefault(e => e.Key == primary);
        ItemOutcome[] outcomes = [.. rows.Select(r => RunReader.Item(r, calls[r.Id], results))];
        var metric = judge is null ? null : Metrics.OfEvaluator(new JudgedBy(judge.Key, judge.Version, judge.Kind), outcomes);
        for (int i = 0; i < rows.Count; i++)
        {
            var pair = metric?.Observations[i];
            double? loss = pair is { IsComplete: true } ? -pair.Difference : null;
            yield return new Ranked(rows[i], [.. calls[rows[i].Id]], loss, OutcomeOf(outcomes[i], loss));
        }
    }

    private static string OutcomeOf(ItemOutcome item, double? loss) =>
        loss switch
        {
            > 0 => ItemOutcomes.Loss,
            < 0 => ItemOutcomes.Win,
            0 => ItemOutcomes.Tie,
            _ when item.Baseline is { Fate: CallFate.Open } || item.Candidate is { Fate: CallFate.Open } => ItemOutcomes.Pending,
            _ => ItemOutcomes.Missing,
        };

    private static ReplayItem View(Ranked ranked, ILookup<string, EvaluationResult> results)
    {
        var row = ranked.Row;
        ReplayAnswer? Answer(string arm, int sample) =>
            ranked.Calls.FirstOrDefault(c => c.Arm == arm && c.Sample == sample) is { } call ? AnswerOf(call, [.. results[call.Id]]) : null;
        var (baseline, candidate) = (Answer(Arms.Baseline, 0), Answer(Arms.Candidate, 0));
        var recorded = Columns.FromJsonOrNull<ChatMessage>(row.RecordedJson);
        return new ReplayItem
        {
            Id = row.Id,
            Title = row.Title,
            Origin = new SpanRef(row.TraceId, row.SpanId),
            Cluster = row.Cluster,
            Turn = row.Turn,
            Recovery = row.Recovery,
            Messages = Columns.FromJson<IReadOnlyList<ChatMessage>>(row.MessagesJson),
            Recorded = recorded,
            Baseline = baseline,
            BaselineAgain = Answer(Arms.Baseline, 1),
            Candidate = candidate,
            Loss = ranked.Loss,
            Outcome = ranked.Outcome,
            Diff =
                (baseline?.Message ?? recorded) is { } old && candidate?.Message is { } changed
                    ? WordDiff.Of(MessageText.Of(old), MessageText.Of(changed))
                    : [],
        };
    }

    private static ReplayAnswer AnswerOf(CallRow call, IReadOnlyList<EvaluationResult> results) =>
        new(
            Columns.FromJsonOrNull<ChatMessage>(call.MessageJson),
            call.State,
            call.Cause,
            results,
            call.LatencyMs,
            Columns.FromNano(call.CostNano),
            Columns.FromJsonOrNull<TokenUsage>(call.UsageJson),
            call.Cached,
            call.State is CallStates.Answered or CallStates.Done or CallStates.Failed or CallStates.Missing ? CallRequest.Span(call) : null,
            call.Simulated
        );
}
