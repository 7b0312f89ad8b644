using CozeLoop.Contracts.Api;
using CozeLoop.Contracts.Prompts;
using CozeLoop.Platform.Auth;
using CozeLoop.Platform.Web;
using CozeLoop.Platform.Web.Description;
using CozeLoop.Prompts.Prompts;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CozeLoop.Prompts.Versions;

internal static class VersionEndpoints
{
    public static void MapVersions(this IEndpointRouteBuilder routes)
    {
        var prompt = routes
            .MapApi(PromptEndpoints.Root + "/{key}", ApiTags.Prompts)
            .WithBodyLimit(PromptEndpoints.MaxBodyBytes)
            .WithParameter("key", "The prompt's key.");
        prompt
            .MapPost("/versions", CommitAsync)
            .RequireScope(Scopes.Write)
            .Refuses(422)
            .WithName("commitPromptVersion")
            .WithSummary("Commit a prompt's draft, or the messages given")
            .WithDescription("The latest version's own content again answers that version (200).");
        prompt
            .MapGet("/versions/{version:int}", GetAsync)
            .RequireScope(Scopes.Read)
            .Produces<PromptVersion>()
            .WithParameter("version", "The version's number, counted from 1.")
            .WithName("getPromptVersion")
            .WithSummary("Get a committed version of a prompt");
        prompt
            .MapGet("/versions/{from:int}/diff/{to:int}", DiffAsync)
            .RequireScope(Scopes.Read)
            .WithParameter("from", "The version to compare with.")
            .WithParameter("to", "The version to show as changed.")
            .WithName("diffPromptVersions")
            .WithSummary("Compare two versions of a prompt, word by word");
        prompt
            .MapPost("/render", RenderAsync)
            .RequireScope(Scopes.Read)
            .Refuses(422)
            .WithName("renderPrompt")
            .WithSummary("Fill the variables of a version, by default of the latest");
    }

    public static ProblemHttpResult NotFound(string key, int? version) =>
        Problem.NotFound(
            "prompt_version_not_found",
            version is null ? $"Prompt '{key}' has no version." : $"Prompt '{key}' has no version {version}."
        );

    private static async Task<Results<Created<PromptVersion>, Ok<PromptVersion>, ProblemHttpResult>> CommitAsync(
        string key,
        CommitVersion body,
        VersionStore store,
        HttpContext http,
        CancellationToken ct
    )
    {
        var problem = body.Messages is null ? null : PromptRules.CheckMessages(body.Messages);
        problem ??= PromptRules.CheckText("description", body.Description, PromptRules.MaxDescriptionLength);
        if (problem is not null)
            return problem;
        return await store.CommitAsync(http.Caller(), key, body, ct) switch
        {
            CommitOutcome.Committed done => TypedResults.Created(
                $"{PromptEndpoints.Root}/{key}/versions/{done.Version.Version}",
                done.Version
            ),
            CommitOutcome.Unchanged same => TypedResults.Ok(same.Version),
            CommitOutcome.NoDraft => Problem.Unprocessable("no_draft", $"Prompt '{key}' has no draft to commit."),
            _ => PromptEndpoints.NotFound(key),
        };
    }

    private static async Task<Results<FileContentHttpResult, ProblemHttpResult>> GetAsync(
        string key,
        int version,
        VersionStore store,
        HttpContext http,
        CancellationToken ct
    ) =>
        await store.FindJsonAsync(http.Caller().WorkspaceId, key, version, ct) is { } json
            ? TypedResults.Bytes(json, "application/json; charset=utf-8")
            : NotFound(key, version);

    private static async Task<Results<Ok<PromptDiff>, ProblemHttpResult>> DiffAsync(
        string key,
        int from,
        int to,
        VersionStore store,
        HttpContext http,
        CancellationToken ct
    )
    {
        long workspace = http.Caller().WorkspaceId;
        if (await store.FindAsync(workspace, key, from, ct) is not { } older)
            return NotFound(key, from);
        if (await store.FindAsync(workspace, key, to, ct) is not { } newer)
            return NotFound(key, to);
        return TypedResults.Ok(new PromptDiff(key, from, to, MessagesDiff.Between(older.Messages, newer.Messages)));
    }

    private static async Task<Results<Ok<RenderedPrompt>, ProblemHttpResult>> RenderAsync(
        string key,
        RenderPrompt body,
        VersionStore store,
        HttpContext http,
        CancellationToken ct
    )
    {
        if (await store.FindAsync(http.Caller().WorkspaceId, key, body.Version, ct) is not { } version)
            return NotFound(key, body.Version);
        var rendered = MessageTemplates.Render(version.Messages, body.Variables ?? new Dictionary<string, string>());
        if (rendered.TooLong)
        {
            return Problem.Unprocessable("too_long", $"The messages would have more than {PromptTemplate.MaxRendered} characters.");
        }
        if (rendered.UnknownVariables.Count == 0)
            return TypedResults.Ok(new RenderedPrompt(rendered.Messages));
        string names = string.Join(", ", rendered.UnknownVariables);
        return Problem.Of(
            StatusCodes.Status422UnprocessableEntity,
            "unknown_variable",
            $"No value was given for: {names}.",
            rendered.UnknownVariables.ToDictionary(name => $"variables.{name}", string[] (_) => ["No value was given."])
        );
    }
}
