using CozeLoop.Contracts.Api;
using CozeLoop.Contracts.Prompts;
using CozeLoop.Platform.Auth;
using CozeLoop.Platform.Web;
using CozeLoop.Prompts.Prompts;
using CozeLoop.Prompts.Versions;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CozeLoop.Prompts.Labels;

internal static class LabelEndpoints
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes
            .MapPut(PromptEndpoints.Root + "/{key}/labels/{label}", PutAsync)
            .WithTags("prompts")
            .RequireScope(Scopes.Write)
            .WithSummary("Point a label at a version and keep the evidence for it");

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
        // A caller who could state the evidence himself could state a better one.
        if (body is not { ReplayId: null, Verdict: null, Simulated: false } && !http.IsFromService())
        {
            return Problem.Unprocessable(
                "evidence_not_accepted",
                "Leave out replayId, verdict and simulated: what a replay found is kept by promoting it, POST /api/v1/replays/{id}/promote."
            );
        }
        if (body.Simulated && ProtectedLabels.Contains(label))
        {
            return Problem.Unprocessable("simulated_not_promotable", $"What rests on a simulated model cannot move '{label}'.");
        }
        return await store.PutAsync(http.Caller(), key, label, body, ct) switch
        {
            LabelOutcome.Put put => TypedResults.Ok(put.Prompt),
            LabelOutcome.NoVersion => VersionEndpoints.NotFound(key, body.Version),
            _ => PromptEndpoints.NotFound(key),
        };
    }
}
