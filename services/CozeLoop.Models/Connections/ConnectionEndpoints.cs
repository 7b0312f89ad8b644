using CozeLoop.Contracts.Api;
using CozeLoop.Platform.Auth;
using CozeLoop.Platform.Web;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CozeLoop.Models.Connections;

internal static class ConnectionEndpoints
{
    private const string Root = "/api/v1/models";

    public static void Map(IEndpointRouteBuilder routes)
    {
        var models = routes.MapGroup(Root).WithTags("models");
        models
            .MapGet("", ListAsync)
            .RequireScope(Scopes.Read)
            .WithSummary("Connections in order of their name, the built-in one last; keys are never told");
        models.MapPost("", CreateAsync).RequireScope(Scopes.Write).WithSummary("Add a connection");
        models.MapGet("/{id}", GetAsync).RequireScope(Scopes.Read).WithSummary("A connection, by id or name");
        models
            .MapPut("/{id}/key", ReplaceKeyAsync)
            .RequireScope(Scopes.Write)
            .WithSummary("Replace a connection's key; runs that paused for the old one go on");
        models.MapDelete("/{id}", DeleteAsync).RequireScope(Scopes.Write).WithSummary("Delete a connection and its key");
        models
            .MapPost("/{id}/test", TestAsync)
            .RequireScope(Scopes.Write)
            .WithSummary("Ask the connection's first model one tiny question");
    }

    private static Task<Results<Ok<Page<ModelConnection>>, ProblemHttpResult>> ListAsync(
        [AsParameters] PageRequest page,
        ConnectionStore store,
        HttpContext http,
        CancellationToken ct
    ) => page.ReadAsync(ConnectionStore.List, (limit, after) => store.ListAsync(http.Caller().WorkspaceId, limit, after, ct));

    private static async Task<Results<Created<ModelConnection>, ProblemHttpResult>> CreateAsync(
        CreateConnection body,
        ConnectionStore store,
        ModelsOptions options,
        HttpContext http,
        CancellationToken ct
    )
    {
        if (ConnectionRules.Check(body, options) is { } problem)
            return problem;
        var created = await store.CreateAsync(http.Caller(), body, ct);
        return created is null
            ? Problem.Conflict("connection_exists", $"There is already a connection '{body.Name}'.")
            : TypedResults.Created($"{Root}/{created.Id}", created.ToApi());
    }

    private static async Task<Results<Ok<ModelConnection>, ProblemHttpResult>> GetAsync(
        string id,
        ConnectionStore store,
        HttpContext http,
        CancellationToken ct
    ) => await store.FindAsync(http.Caller().WorkspaceId, id, ct) is { } found ? TypedResults.Ok(found.ToApi()) : NotFound(id);

    /// <summary>The address stays: a stored key must not be sent anywhere else, and stored answers belong to the connection they were
    /// bought from.</summary>
    private static async Task<Results<Ok<ModelConnection>, ProblemHttpResult>> ReplaceKeyAsync(
        string id,
        ReplaceConnectionKey body,
        ConnectionStore store,
        HttpContext http,
        CancellationToken ct
    )
    {
        if (id == Connection.BuiltIn.Id)
            return Problem.Conflict("connection_built_in", $"'{Connection.BuiltIn.Name}' is part of every workspace and needs no key.");
        if (ConnectionRules.CheckKey(body.ApiKey) is { } problem)
            return problem;
        return await store.ReplaceKeyAsync(http.Caller(), id, body.ApiKey, ct) is { } changed
            ? TypedResults.Ok(changed.ToApi())
            : NotFound(id);
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> DeleteAsync(
        string id,
        ConnectionStore store,
        HttpContext http,
        CancellationToken ct
    )
    {
        if (id == Connection.BuiltIn.Id)
            return Problem.Conflict("connection_built_in", $"'{Connection.BuiltIn.Name}' is part of every workspace.");
        return await store.DeleteAsync(http.Caller(), id, ct) ? TypedResults.NoContent() : NotFound(id);
    }

    private static async Task<Results<Ok<ConnectionTest>, ProblemHttpResult>> TestAsync(
        string id,
        ConnectionStore store,
        ConnectionTester tester,
        HttpContext http,
        CancellationToken ct
    ) =>
        await store.FindAsync(http.Caller().WorkspaceId, id, ct) is { } found
            ? TypedResults.Ok(await tester.TestAsync(http.Caller().WorkspaceId, found, ct))
            : NotFound(id);

    private static ProblemHttpResult NotFound(string id) => Problem.NotFound("connection_not_found", $"There is no connection '{id}'.");
}
