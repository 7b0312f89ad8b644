using CozeLoop.Contracts.Api;
using CozeLoop.Platform.Auth;
using CozeLoop.Platform.Web;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CozeLoop.Prompts.Prompts;

internal static class DraftEndpoints
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes
            .MapPut(PromptEndpoints.Root + "/{key}/draft", PutAsync)
            .WithTags("prompts")
            .WithBodyLimit(PromptEndpoints.MaxBodyBytes)
            .RequireScope(Scopes.Write)
            .WithSummary("Replace the draft; If-Match guards against overwriting another's");

    private static async Task<Results<Ok<Prompt>, ProblemHttpResult>> PutAsync(
        string key,
        PutDraft body,
        DraftStore store,
        HttpContext http,
        CancellationToken ct
    )
    {
        if (PromptRules.CheckMessages(body.Messages) is { } problem)
            return problem;
        string? ifMatch = http.Request.Headers.IfMatch.Count > 0 ? http.Request.Headers.IfMatch.ToString() : null;
        var outcome = await store.PutAsync(http.Caller(), key, body.Messages, ifMatch, ct);
        if (outcome is DraftOutcome.NoPrompt)
            return PromptEndpoints.NotFound(key);
        if (outcome is DraftOutcome.Stale stale)
        {
            http.Response.Headers.ETag = stale.Etag;
            return Problem.Of(
                StatusCodes.Status412PreconditionFailed,
                "draft_changed",
                "The draft was changed in the meantime. Read it again, then save."
            );
        }
        var prompt = ((DraftOutcome.Put)outcome).Prompt;
        http.Response.Headers.ETag = prompt.Etag;
        return TypedResults.Ok(prompt);
    }
}
