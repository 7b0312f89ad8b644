using CozeLoop.Contracts.Api;
using CozeLoop.Platform.Auth;
using CozeLoop.Platform.Web;
using CozeLoop.Platform.Web.Description;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CozeLoop.Prompts.Prompts;

internal static class PromptEndpoints
{
    public const string Root = "/api/v1/prompts";

    /// <summary>Of a request that carries messages.</summary>
    public const long MaxBodyBytes = 8 << 20;

    public static void MapPromptCatalog(this IEndpointRouteBuilder routes)
    {
        var prompts = routes.MapApi(Root, ApiTags.Prompts).WithParameter("key", "The prompt's key.");
        prompts.MapGet("", ListAsync).RequireScope(Scopes.Read).WithName("listPrompts").WithSummary("List prompts in order of their key");
        prompts
            .MapPost("", CreateAsync)
            .RequireScope(Scopes.Write)
            .Refuses(409)
            .WithName("createPrompt")
            .WithSummary("Create a prompt without a version");
        prompts
            .MapGet("/{key}", GetAsync)
            .RequireScope(Scopes.Read)
            .WithName("getPrompt")
            .WithSummary("Get a prompt with its draft, versions, labels and their moves");
        prompts
            .MapDelete("/{key}", DeleteAsync)
            .RequireScope(Scopes.Write)
            .WithName("deletePrompt")
            .WithSummary("Delete a prompt with everything that belongs to it");
    }

    public static ProblemHttpResult NotFound(string key) => Problem.NotFound("prompt_not_found", $"There is no prompt '{key}'.");

    private static Task<Results<Ok<Page<PromptSummary>>, ProblemHttpResult>> ListAsync(
        [AsParameters] PageRequest page,
        PromptStore store,
        HttpContext http,
        CancellationToken ct
    ) => page.ReadAsync(PromptStore.List, (limit, after) => store.ListAsync(http.Caller().WorkspaceId, limit, after, ct));

    private static async Task<Results<Created<Prompt>, ProblemHttpResult>> CreateAsync(
        CreatePrompt body,
        PromptStore store,
        HttpContext http,
        CancellationToken ct
    )
    {
        if ((PromptRules.CheckKey(body.Key) ?? PromptRules.CheckName(body.Name)) is { } problem)
            return problem;
        var created = await store.CreateAsync(http.Caller(), body, ct);
        if (created is null)
            return Problem.Conflict("prompt_exists", $"There is already a prompt '{body.Key}'.");
        http.Response.Headers.ETag = created.Etag;
        return TypedResults.Created($"{Root}/{created.Key}", created);
    }

    private static async Task<Results<Ok<Prompt>, ProblemHttpResult>> GetAsync(
        string key,
        PromptStore store,
        HttpContext http,
        CancellationToken ct
    )
    {
        if (await store.FindAsync(http.Caller().WorkspaceId, key, ct) is not { } prompt)
            return NotFound(key);
        http.Response.Headers.ETag = prompt.Etag;
        return TypedResults.Ok(prompt);
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> DeleteAsync(
        string key,
        PromptStore store,
        HttpContext http,
        CancellationToken ct
    ) => await store.DeleteAsync(http.Caller(), key, ct) ? TypedResults.NoContent() : NotFound(key);
}
