using CozeLoop.Contracts.Api;
using CozeLoop.Contracts.Clients;
using CozeLoop.Experiments.Runs;
using CozeLoop.Experiments.Storage;
using CozeLoop.Platform.Auth;
using CozeLoop.Platform.Web;
using CozeLoop.Platform.Web.Description;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace CozeLoop.Experiments.Replays;

/// <summary>Plan, start, list and steer replays.</summary>
internal static class ReplayEndpoints
{
    // The messages of a prompt may stand in it. 8 MiB.
    internal const long MaxBodyBytes = 8 << 20;

    private const string List = "replays";

    public static void MapReplays(this IEndpointRouteBuilder routes)
    {
        var replays = routes.MapApi("/api/v1/replays", ApiTags.Replays).WithParameter("id", "The replay's id.");
        replays
            .MapPost("", CreateAsync)
            .RequireScope(Scopes.Write)
            .WithBodyLimit(MaxBodyBytes)
            .Refuses(409, 422)
            .WithParameter("start", "False plans the replay and does not start it; its plan says what it would cost and can show.")
            .WithParameter("Idempotency-Key", "The same key and body answer the same replay for 24 hours; 1 to 200 characters.")
            .WithName("createReplay")
            .WithSummary("Plan a replay and start it");
        replays.MapGet("", ListAsync).RequireScope(Scopes.Read).WithName("listReplays").WithSummary("List replays, newest first");
        replays.MapGet("/{id}", GetAsync).RequireScope(Scopes.Read).WithName("getReplay").WithSummary("Get a replay");
        replays
            .MapGet("/{id}/plan", PlanAsync)
            .RequireScope(Scopes.Read)
            .WithName("getReplayPlan")
            .WithSummary("Get what a replay will cost and can show");
        MapChanges(replays);
    }

    private static void MapChanges(RouteGroupBuilder replays)
    {
        replays
            .MapPost("/{id}/start", StartAsync)
            .RequireScope(Scopes.Write)
            .Refuses(409, 422)
            .WithName("startReplay")
            .WithSummary("Start a planned replay");
        replays
            .MapPost("/{id}/pause", PauseAsync)
            .RequireScope(Scopes.Write)
            .Refuses(409)
            .WithName("pauseReplay")
            .WithSummary("Pause a running replay; calls in flight finish");
        replays
            .MapPost("/{id}/resume", ResumeAsync)
            .RequireScope(Scopes.Write)
            .Refuses(409)
            .WithName("resumeReplay")
            .WithSummary("Let a paused replay, or one that failed, go on");
        replays
            .MapPost("/{id}/cancel", CancelAsync)
            .RequireScope(Scopes.Write)
            .Refuses(409)
            .WithName("cancelReplay")
            .WithSummary("End a replay for good; what was answered stays");
        replays
            .MapPost("/{id}/promote", PromoteAsync)
            .RequireScope(Scopes.Write)
            .Refuses(409, 422)
            .WithName("promoteReplay")
            .WithSummary("Point a label at the candidate's version, with the replay as evidence");
    }

    private static async Task<Results<Accepted<Replay>, ProblemHttpResult>> CreateAsync(
        CreateReplay body,
        HttpContext http,
        ReplayCreation creation,
        ReplayView view,
        CancellationToken ct,
        bool start = true,
        [FromHeader(Name = "Idempotency-Key")] string? key = null
    )
    {
        if (key is { Length: 0 or > 200 })
            return Problem.Invalid("Idempotency-Key", "An idempotency key has 1 to 200 characters.");
        try
        {
            return await creation.CreateAsync(body, start, key, http.Caller(), ct) switch
            {
                Creation.Created created => TypedResults.Accepted(
                    $"/api/v1/replays/{created.Replay.Id}",
                    await view.OfAsync(created.Replay, ct)
                ),
                Creation.Refused { Why: { Field: { } field } why } => Problem.Invalid(field, why.Detail),
                Creation.Refused { Why: var why } => Problem.Unprocessable(why.Code, why.Detail),
                _ => Problem.Conflict("idempotency_key_reused", "This key was used with another body within the last 24 hours."),
            };
        }
        catch (ApiException e)
        {
            return Problem.From(e);
        }
    }

    private static Task<Results<Ok<Page<Replay>>, ProblemHttpResult>> ListAsync(
        [AsParameters] PageRequest page,
        HttpContext http,
        RunStore store,
        ReplayView view,
        CancellationToken ct
    ) =>
        page.ReadAsync(
            List,
            async (limit, after) =>
            {
                var rows = await store.ListAsync(http.Caller().WorkspaceId, ReplayDesign.Source.Name, after?.Id, limit + 1, ct);
                var views = await view.OfAsync([.. rows.Take(limit)], ct);
                return new Page<Replay>(views, rows.Count > limit ? new Cursor(0, views[^1].Id).Encode(List) : null);
            }
        );

    private static async Task<Results<Ok<Replay>, ProblemHttpResult>> GetAsync(
        string id,
        HttpContext http,
        RunStore store,
        ReplayView view,
        CancellationToken ct
    ) => await store.FindAsync(http.Caller().WorkspaceId, id, ct) is { } row ? TypedResults.Ok(await view.OfAsync(row, ct)) : NotFound(id);

    private static async Task<Results<Ok<ReplayPlan>, ProblemHttpResult>> PlanAsync(
        string id,
        HttpContext http,
        RunStore store,
        CancellationToken ct
    ) => await store.FindAsync(http.Caller().WorkspaceId, id, ct) is { } row ? TypedResults.Ok(ReplayView.PlanOf(row)) : NotFound(id);

    private static Task<Results<Accepted<Replay>, ProblemHttpResult>> StartAsync(
        string id,
        HttpContext http,
        ReplayStart starter,
        RunStore store,
        ReplayView view,
        CancellationToken ct
    ) => ChangeAsync(id, http, store, view, async row => await starter.StartAsync(row, http.Caller(), ct), "started", ct);

    private static Task<Results<Accepted<Replay>, ProblemHttpResult>> PauseAsync(
        string id,
        HttpContext http,
        RunControl control,
        RunStore store,
        ReplayView view,
        CancellationToken ct
    ) => ChangeAsync(id, http, store, view, row => control.PauseAsync(http.Caller(), row, ct), RunStates.Paused, ct);

    private static Task<Results<Accepted<Replay>, ProblemHttpResult>> ResumeAsync(
        string id,
        HttpContext http,
        RunControl control,
        RunStore store,
        ReplayView view,
        CancellationToken ct
    ) => ChangeAsync(id, http, store, view, row => control.ResumeAsync(http.Caller(), row, ct), "resumed", ct);

    private static Task<Results<Accepted<Replay>, ProblemHttpResult>> CancelAsync(
        string id,
        HttpContext http,
        RunControl control,
        RunStore store,
        ReplayView view,
        CancellationToken ct
    ) => ChangeAsync(id, http, store, view, row => control.CancelAsync(http.Caller(), row, ct), RunStates.Cancelled, ct);

    private static async Task<Results<Accepted<Replay>, ProblemHttpResult>> PromoteAsync(
        string id,
        PromoteReplay body,
        HttpContext http,
        Promotion promotion,
        RunStore store,
        ReplayView view,
        CancellationToken ct
    )
    {
        if (string.IsNullOrWhiteSpace(body.Label))
            return Problem.Invalid("label", "A label is needed.");
        if (await store.FindAsync(http.Caller().WorkspaceId, id, ct) is not { } row)
            return NotFound(id);
        if (Promotion.WhyNot(row, body) is { } rule)
            return Problem.Unprocessable(rule.Code, rule.Detail);
        return await ChangeAsync(
            id,
            http,
            store,
            view,
            async r =>
            {
                await promotion.PromoteAsync(r, body, http.Caller(), ct);
                return true;
            },
            "promoted",
            ct
        );
    }

    private static async Task<Results<Accepted<Replay>, ProblemHttpResult>> ChangeAsync(
        string id,
        HttpContext http,
        RunStore store,
        ReplayView view,
        Func<RunRow, Task<bool>> change,
        string done,
        CancellationToken ct
    )
    {
        long workspace = http.Caller().WorkspaceId;
        if (await store.FindAsync(workspace, id, ct) is not { } row)
            return NotFound(id);
        try
        {
            if (!await change(row))
                return Problem.Conflict("replay_state", $"A replay that is {row.State} cannot be {done}.");
        }
        catch (ApiException e)
        {
            return Problem.From(e);
        }
        return TypedResults.Accepted($"/api/v1/replays/{id}", await view.OfAsync((await store.FindAsync(workspace, id, ct))!, ct));
    }

    internal static ProblemHttpResult NotFound(string id) => Problem.NotFound("replay_not_found", $"There is no replay '{id}'.");
}
