using CozeLoop.Contracts.Api;
using CozeLoop.Contracts.Prompts;
using CozeLoop.Platform.Auth;
using CozeLoop.Platform.Web;
using CozeLoop.Prompts.Prompts;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CozeLoop.Prompts.Versions;

internal static class VersionEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var prompt = routes.MapGroup(PromptEndpoints.Root + "/{key}").WithTags("prompts").WithBodyLimit(PromptEndpoints.MaxBodyBytes);
        prompt
            .MapPost("/versions", CommitAsync)
            .RequireScope(Scopes.Write)
            .WithSummary("Commit the draft, or the messages given; the latest version's own content again answers that version");
        prompt
            .MapGet("/versions/{version:int}", GetAsync)
            .RequireScope(Scopes.Read)
            .Produces<PromptVersion>()
            .WithSummary("A committed version");
        prompt
            .MapGet("/versions/{from:int}/diff/{to:int}", DiffAsync)
            .RequireScope(Scopes.Read)
            .WithSummary("Word diff of two versions, per message");
        prompt
            .MapPost("/render", RenderAsync)
            .RequireScope(Scopes.Read)
            .WithSummary("Fill the variables of a version (default: the latest)");
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
