using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using CozeLoop.Contracts.Api;
using CozeLoop.Experiments.Reports;
using CozeLoop.Experiments.Runs.Live;
using CozeLoop.Experiments.Runs.Reading;
using CozeLoop.Experiments.Storage;
using CozeLoop.Platform.Auth;
using CozeLoop.Platform.Web;
using CozeLoop.Platform.Web.Description;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CozeLoop.Experiments.Replays;

/// <summary>What a replay found: items, comparison, report; and its progress as it goes.</summary>
internal static class ResultEndpoints
{
    // What changes within it is one event.
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);

    // Without Redis a replica does not hear of what another one changed.
    private static readonly TimeSpan Reminder = TimeSpan.FromSeconds(5);

    public static void MapReplayResults(this IEndpointRouteBuilder routes)
    {
        var results = routes
            .MapApi("/api/v1/replays/{id}", ApiTags.Replays)
            .RequireScope(Scopes.Read)
            .WithParameter("id", "The replay's id.");
        results
            .MapGet("/items", ItemsAsync)
            .WithParameter("sort", "`loss`: greatest loss of the candidate first. `order`: as the run goes through them.")
            .WithParameter("outcome", "Only items that are a `win`, `loss`, `tie`, `missing` or `pending`.")
            .WithName("listReplayItems")
            .WithSummary("List the items of a replay, recorded, old and new side by side");
        results
            .MapGet("/items/counts", CountsAsync)
            .WithName("countReplayItems")
            .WithSummary("Count the items of a replay by their outcome");
        results
            .MapGet("/comparison", ComparisonAsync)
            .WithName("getReplayComparison")
            .WithSummary("Get a replay's verdict and what stands behind it");
        results
            .MapGet("/report", ReportAsync)
            .WithParameter("format", "`markdown`, `json` or `junit`.")
            .Produces<string>(contentType: "text/markdown", additionalContentTypes: ["application/json", "application/xml"])
            .WithName("getReplayReport")
            .WithSummary("Get a replay's verdict as a document for people or CI");
        results
            .MapGet("/events", EventsAsync)
            .EndsWithCredential()
            .Produces<Replay>(contentType: "text/event-stream")
            .WithName("followReplay")
            .WithSummary("Follow a replay as server-sent events `replay`")
            .WithDescription("Each event's data is the replay as it is now; the stream ends when the replay does.");
    }

    private static async Task<Results<Ok<Page<ReplayItem>>, ProblemHttpResult>> ItemsAsync(
        string id,
        [AsParameters] PageRequest page,
        HttpContext http,
        RunStore store,
        ItemList list,
        CancellationToken ct,
        string sort = ItemSorts.Loss,
        string? outcome = null
    )
    {
        if (sort is not (ItemSorts.Loss or ItemSorts.Order))
            return Problem.Invalid("sort", "Items are sorted by loss or order.");
        var (limit, after, problem) = page.Read(ItemList.Cursors(sort));
        if (problem is not null)
            return problem;
        if (outcome is not null && !ItemOutcomes.All.Contains(outcome))
            return Problem.Invalid("outcome", "The outcome is win, loss, tie, missing or pending.");
        if (await store.FindAsync(http.Caller().WorkspaceId, id, ct) is not { } replay)
            return ReplayEndpoints.NotFound(id);
        return TypedResults.Ok(await list.ReadAsync(replay, sort, outcome, limit, after, ct));
    }

    private static async Task<Results<Ok<IReadOnlyDictionary<string, int>>, ProblemHttpResult>> CountsAsync(
        string id,
        HttpContext http,
        RunStore store,
        RankedItems ranked,
        CancellationToken ct
    )
    {
        if (await store.FindAsync(http.Caller().WorkspaceId, id, ct) is not { } replay)
            return ReplayEndpoints.NotFound(id);
        return TypedResults.Ok(await ranked.CountAsync(replay, ct));
    }

    private static async Task<Results<Ok<Comparison>, ProblemHttpResult>> ComparisonAsync(
        string id,
        HttpContext http,
        RunStore store,
        CancellationToken ct
    )
    {
        if (await store.FindAsync(http.Caller().WorkspaceId, id, ct) is not { } replay)
            return ReplayEndpoints.NotFound(id);
        return Columns.FromJsonOrNull<Comparison>(replay.ComparisonJson) is { } comparison
            ? TypedResults.Ok(comparison)
            : Problem.NotFound("comparison_not_ready", $"The replay is {replay.State}; it has no comparison.");
    }

    private static async Task<Results<ContentHttpResult, ProblemHttpResult>> ReportAsync(
        string id,
        HttpContext http,
        RunStore store,
        ReplayView view,
        CancellationToken ct,
        string format = "markdown"
    )
    {
        if (await store.FindAsync(http.Caller().WorkspaceId, id, ct) is not { } row)
            return ReplayEndpoints.NotFound(id);
        if (Columns.FromJsonOrNull<Comparison>(row.ComparisonJson) is not { } comparison)
            return Problem.NotFound("comparison_not_ready", $"The replay is {row.State}; it has no report.");
        var replay = await view.OfAsync(row, ct);
        return format switch
        {
            "markdown" => TypedResults.Text(MarkdownReport.Write(replay, comparison), "text/markdown; charset=utf-8"),
            "json" => TypedResults.Text(JsonReport.Write(replay, comparison), "application/json; charset=utf-8"),
            "junit" => TypedResults.Text(JUnitReport.Write(replay, comparison), "application/xml; charset=utf-8"),
            _ => Problem.Invalid("format", "The format is markdown, json or junit."),
        };
    }

    private static async Task<Results<ServerSentEventsResult<Replay>, ProblemHttpResult>> EventsAsync(
        string id,
        HttpContext http,
        ReplaySeats seats,
        RunStore store,
        ReplayView view,
        RunWatches watches,
        TimeProvider time,
        IHostApplicationLifetime host,
        CancellationToken ct
    )
    {
        long workspace = http.Caller().WorkspaceId;
        if (await store.FindAsync(workspace, id, ct) is null)
            return ReplayEndpoints.NotFound(id);
        if (seats.TakeFor(http) is { } refused)
            return refused;
        return TypedResults.ServerSentEvents(FollowAsync(workspace, id, store, view, watches, time, host, ct));
    }

    /// <summary>The replay whenever it changed, until it is at its end, or this process is: who watches must not hold it up.</summary>
    private static async IAsyncEnumerable<SseItem<Replay>> FollowAsync(
        long workspace,
        string id,
        RunStore store,
        ReplayView view,
        RunWatches watches,
        TimeProvider time,
        IHostApplicationLifetime host,
        [EnumeratorCancellation] CancellationToken ct
    )
    {
        using var ends = CancellationTokenSource.CreateLinkedTokenSource(ct, host.ApplicationStopping);
        using var watch = watches.Watch(id);
        (string?, string?, Progress?, int, string?) last = default;
        while (await store.FindAsync(workspace, id, ct) is { } row)
        {
            var replay = await view.OfAsync(row, ct);
            var state = (replay.State, replay.StateReason, replay.Progress, replay.Promotions.Count, row.WaitingJson);
            if (state != last)
                yield return new SseItem<Replay>(replay, "replay");
            last = state;
            if (RunStates.IsEnd(replay.State))
                yield break;
            await watch.ChangedAsync(Reminder, time, ends.Token);
            await Task.Delay(Pause, time, ends.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (ends.IsCancellationRequested)
                yield break;
        }
    }
}
