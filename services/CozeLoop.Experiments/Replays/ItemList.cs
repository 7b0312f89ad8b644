using CozeLoop.Chat;
using CozeLoop.Contracts.Api;
using CozeLoop.Experiments.Runs.Calls;
using CozeLoop.Experiments.Runs.Reading;
using CozeLoop.Experiments.Storage;
using CozeLoop.Platform.Diffs;
using CozeLoop.Platform.Web;

namespace CozeLoop.Experiments.Replays;

/// <summary>Items of a replay with recorded, old and new answer side by side.</summary>
internal sealed class ItemList(RunStore store, RankedItems ranked)
{
    /// <summary>Losses change while the replay runs, positions never do: a cursor of one order says nothing in the other.</summary>
    public static string Cursors(string sort) => "replay-items-by-" + sort;

    /// <param name="sort">One of <see cref="ItemSorts"/>.</param>
    public async Task<Page<ReplayItem>> ReadAsync(
        RunRow replay,
        string sort,
        string? outcome,
        int limit,
        Cursor? after,
        CancellationToken ct
    )
    {
        var rows = await ranked.PageAsync(replay, sort, outcome, limit + 1, after, ct);
        RankedItem[] shown = [.. rows.Take(limit)];
        string[] ids = [.. shown.Select(r => r.Id)];
        var items = (await store.ItemsAsync(replay.WorkspaceId, ids, ct)).ToDictionary(i => i.Id);
        var calls = (await store.CallsOfAsync(replay.WorkspaceId, ids, ct)).ToLookup(c => c.ItemId);
        var results = (await store.ResultsOfAsync(replay.Id, ids, ct)).ToLookup(r => r.CallId, r => r.Result);
        var counts = await ranked.CountAsync(replay, ct);
        return PageRequest.Page(Cursors(sort), rows, limit, r => r.Place(sort), r => View(r, items[r.Id], [.. calls[r.Id]], results)) with
        {
            Total = outcome is null ? counts.Values.Sum() : counts.GetValueOrDefault(outcome),
            TotalIsExact = true,
        };
    }

    private static ReplayItem View(RankedItem ranked, ItemRow row, CallRow[] calls, ILookup<string, EvaluationResult> results)
    {
        ReplayAnswer? Answer(string arm, int sample) =>
            calls.FirstOrDefault(c => c.Arm == arm && c.Sample == sample) is { } call ? AnswerOf(call, [.. results[call.Id]]) : null;
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
        )
        {
            CauseMessage = call.CauseMessage,
        };
}
