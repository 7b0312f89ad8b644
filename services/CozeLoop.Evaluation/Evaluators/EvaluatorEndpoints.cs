using CozeLoop.Contracts;
using CozeLoop.Contracts.Api;
using CozeLoop.Evaluation.Kinds;
using CozeLoop.Evaluation.Subjects;
using CozeLoop.Platform.Auth;
using CozeLoop.Platform.Web;
using CozeLoop.Platform.Web.Description;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CozeLoop.Evaluation.Evaluators;

internal static class EvaluatorEndpoints
{
    private const string Root = "/api/v1/evaluators";

    // An answer with the conversation before it. 8 MiB.
    private const long MaxSubjectBytes = 8 << 20;

    public static void MapEvaluators(this IEndpointRouteBuilder routes)
    {
        var evaluators = routes.MapApi(Root, ApiTags.Evaluators).WithParameter("key", "The evaluator's key.");
        evaluators
            .MapGet("", ListAsync)
            .RequireScope(Scopes.Read)
            .WithName("listEvaluators")
            .WithSummary("List evaluators with their latest version, in order of their key");
        evaluators
            .MapPost("", CreateAsync)
            .RequireScope(Scopes.Write)
            .Refuses(409)
            .WithName("createEvaluator")
            .WithSummary("Create an evaluator without a version");
        evaluators
            .MapGet("/{key}", GetAsync)
            .RequireScope(Scopes.Read)
            .WithName("getEvaluator")
            .WithSummary("Get an evaluator with its versions, newest first");
        evaluators
            .MapPost("/{key}/versions", CommitAsync)
            .RequireScope(Scopes.Write)
            .WithName("commitEvaluatorVersion")
            .WithSummary("Commit a version of an evaluator")
            .WithDescription("Its settings never change. The latest version's own settings again answer that version (200).");
        evaluators
            .MapPost("/{key}/run", RunAsync)
            .RequireScope(Scopes.Write)
            .WithBodyLimit(MaxSubjectBytes)
            .WithName("runEvaluator")
            .WithSummary("Score one answer now, without keeping the score")
            .WithDescription("A judge's call costs money.");
    }

    private static ProblemHttpResult NotFound(string key) => Problem.NotFound("evaluator_not_found", $"There is no evaluator '{key}'.");

    private static Task<Results<Ok<Page<EvaluatorSummary>>, ProblemHttpResult>> ListAsync(
        [AsParameters] PageRequest page,
        EvaluatorStore store,
        HttpContext http,
        CancellationToken ct
    ) => page.ReadAsync(EvaluatorStore.List, (limit, after) => store.ListAsync(http.Caller().WorkspaceId, limit, after, ct));

    private static async Task<Results<Created<Evaluator>, ProblemHttpResult>> CreateAsync(
        CreateEvaluator body,
        EvaluatorStore store,
        HttpContext http,
        CancellationToken ct
    )
    {
        if (EvaluatorRules.Check(body) is { } problem)
            return problem;
        var created = await store.CreateAsync(http.Caller(), body, ct);
        return created is null
            ? Problem.Conflict("evaluator_exists", $"There is already an evaluator '{body.Key}'.")
            : TypedResults.Created($"{Root}/{created.Key}", created);
    }

    private static async Task<Results<Ok<Evaluator>, ProblemHttpResult>> GetAsync(
        string key,
        EvaluatorStore store,
        HttpContext http,
        CancellationToken ct
    ) => await store.FindAsync(http.Caller().WorkspaceId, key, ct) is { } evaluator ? TypedResults.Ok(evaluator) : NotFound(key);

    private static async Task<Results<Created<EvaluatorVersion>, Ok<EvaluatorVersion>, ProblemHttpResult>> CommitAsync(
        string key,
        CreateEvaluatorVersion body,
        EvaluatorStore store,
        HttpContext http,
        CancellationToken ct
    )
    {
        if (EvaluatorRules.Check(body) is { } problem)
            return problem;
        return await store.CommitAsync(http.Caller(), key, body, ct) switch
        {
            CommitOutcome.Committed c => TypedResults.Created($"{Root}/{key}", c.Version),
            CommitOutcome.Unchanged u => TypedResults.Ok(u.Version),
            _ => NotFound(key),
        };
    }

    private static async Task<Results<Ok<EvaluationResult>, ProblemHttpResult>> RunAsync(
        string key,
        RunEvaluator body,
        EvaluatorStore store,
        Scorer scorer,
        TimeProvider time,
        HttpContext http,
        CancellationToken ct
    )
    {
        if (EvaluatorRules.Check(body) is { } problem)
            return problem;
        var caller = http.Caller();
        if (await store.FindVersionAsync(caller.WorkspaceId, key, body.Version, ct) is not { } version)
        {
            return body.Version is null
                ? NotFound(key)
                : Problem.NotFound("evaluator_version_not_found", $"The evaluator '{key}' has no version {body.Version}.");
        }
        var scored = await scorer.ScoreAsync(
            new Subject(body.Messages, body.Answer, body.Reference),
            key,
            version,
            caller.WorkspaceId,
            caller.Actor,
            null,
            Ids.New(time),
            ct
        );
        return TypedResults.Ok(scored.Result);
    }
}
