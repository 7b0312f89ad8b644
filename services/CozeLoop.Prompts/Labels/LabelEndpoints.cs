using CozeLoop.Contracts.Api;
using CozeLoop.Contracts.Prompts;
using CozeLoop.Platform.Auth;
using CozeLoop.Platform.Web;
using CozeLoop.Platform.Web.Description;
using CozeLoop.Prompts.Prompts;
using CozeLoop.Prompts.Versions;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CozeLoop.Prompts.Labels;

internal static class LabelEndpoints
{
    public static void MapLabels(this IEndpointRouteBuilder routes) =>
        routes
            .MapApi(PromptEndpoints.Root + "/{key}/labels", ApiTags.Prompts)
            .MapPut("/{label}", PutAsync)
            .RequireScope(Scopes.Write)
            .Refuses(422)
            .WithParameter("key", "The prompt's key.")
            .WithParameter("label", "1 to 64 lower-case letters, digits and `_ . -`; created if it does not exist.")
            .WithName("putPromptLabel")
            .WithSummary("Point a label at a version and record the reason");

    private static async Task<Results<Ok<Prompt>, ProblemHttpResult>> PutAsync(
        string key,
        string label,
        PutLabel body,
        LabelStore store,
        HttpContext http,
        CancellationToken ct
    )
    {
        var problem =
            PromptRules.CheckLabel(label)
            ?? PromptRules.CheckText("reason", body.Reason, PromptRules.MaxReasonLength)
            ?? PromptRules.CheckText("replayId", body.ReplayId, 64)
            ?? PromptRules.CheckText("verdict", body.Verdict, 32);
        if (problem is not null)
            return problem;
        // Callers who could state the evidence themselves could state better evidence than there is.
        if (body is not { ReplayId: null, Verdict: null, Simulated: false } && !http.IsFromService())
        {
            return Problem.Unprocessable(
                "evidence_not_accepted",
                "Leave out replayId, verdict and simulated: promote the replay to record its result, POST /api/v1/replays/{id}/promote."
            );
        }
        if (body.Simulated && ProtectedLabels.Contains(label))
        {
            return Problem.Unprocessable("simulated_not_promotable", $"A result that rests on a simulated model cannot move '{label}'.");
        }
        return await store.PutAsync(http.Caller(), key, label, body, ct) switch
        {
            LabelOutcome.Put put => TypedResults.Ok(put.Prompt),
            LabelOutcome.NoVersion => VersionEndpoints.NotFound(key, body.Version),
            _ => PromptEndpoints.NotFound(key),
        };
    }
}
