using CozeLoop.Contracts.Api;
using CozeLoop.Platform.Auth;
using CozeLoop.Platform.Web;
using CozeLoop.Platform.Web.Description;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CozeLoop.Experiments.Replays;

/// <summary>The wizard's unfinished answers: one draft for each person and workspace.</summary>
internal static class DraftEndpoints
{
    private const int MostAnswers = 20_000,
        MostPrompt = 500_000;

    public static void MapReplayDraft(this IEndpointRouteBuilder routes)
    {
        var draft = routes.MapApi("/api/v1/replays/draft", ApiTags.Replays);
        draft
            .MapGet("", GetAsync)
            .RequireScope(Scopes.Read)
            .Refuses(404)
            .WithName("getReplayDraft")
            .WithSummary("Get what the caller left unfinished in the replay wizard");
        draft
            .MapPut("", PutAsync)
            .RequireScope(Scopes.Write)
            .WithBodyLimit(ReplayEndpoints.MaxBodyBytes)
            .WithName("putReplayDraft")
            .WithSummary("Keep what the caller has answered the replay wizard so far");
        draft
            .MapDelete("", DiscardAsync)
            .RequireScope(Scopes.Write)
            .WithName("deleteReplayDraft")
            .WithSummary("Forget the caller's unfinished replay");
    }

    private static async Task<Results<Ok<ReplayDraft>, ProblemHttpResult>> GetAsync(
        HttpContext http,
        DraftStore store,
        CancellationToken ct
    )
    {
        if (await store.FindAsync(http.Caller(), ct) is { } draft)
            return TypedResults.Ok(draft);
        return Problem.NotFound("draft_not_found", "You left no replay unfinished.");
    }

    private static async Task<Results<Ok<ReplayDraft>, ProblemHttpResult>> PutAsync(
        PutReplayDraft body,
        HttpContext http,
        DraftStore store,
        CancellationToken ct
    )
    {
        if (body.Answers is not { Length: <= MostAnswers })
            return TooLong("answers", MostAnswers);
        if (body.SystemPrompt is { Length: > MostPrompt })
            return TooLong("systemPrompt", MostPrompt);
        return TypedResults.Ok(await store.PutAsync(http.Caller(), body, ct));
    }

    private static ProblemHttpResult TooLong(string field, int most) => Problem.Invalid(field, $"At most {most} characters.");

    private static async Task<NoContent> DiscardAsync(HttpContext http, DraftStore store, CancellationToken ct)
    {
        await store.DiscardAsync(http.Caller(), ct);
        return TypedResults.NoContent();
    }
}
