using CozeLoop.Contracts.Api;
using CozeLoop.Platform.Auth;
using CozeLoop.Platform.Web;
using CozeLoop.Platform.Web.Description;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace CozeLoop.Prompts.Prompts;

internal static class DraftEndpoints
{
    public static void MapDrafts(this IEndpointRouteBuilder routes) =>
        routes
            .MapApi(PromptEndpoints.Root + "/{key}/draft", ApiTags.Prompts)
            .MapPut("", PutAsync)
            .RequireScope(Scopes.Write)
            .WithBodyLimit(PromptEndpoints.MaxBodyBytes)
            .Refuses(412)
            .WithParameter("key", "The prompt's key.")
            .WithParameter("If-Match", "The prompt's `etag`: the draft is replaced only if nobody has changed it since.")
            .WithName("putPromptDraft")
            .WithSummary("Replace a prompt's draft");

    private static async Task<Results<Ok<Prompt>, ProblemHttpResult>> PutAsync(
        string key,
        PutDraft body,
        DraftStore store,
        HttpContext http,
        CancellationToken ct,
        [FromHeader(Name = "If-Match")] string? ifMatch = null
    )
    {
        if (PromptRules.CheckMessages(body.Messages) is { } problem)
            return problem;
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
