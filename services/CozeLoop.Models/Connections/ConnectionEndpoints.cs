using CozeLoop.Contracts.Api;
using CozeLoop.Platform.Auth;
using CozeLoop.Platform.Web;
using CozeLoop.Platform.Web.Description;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CozeLoop.Models.Connections;

internal static class ConnectionEndpoints
{
    private const string Root = "/api/v1/models";

    public static void MapConnections(this IEndpointRouteBuilder routes)
    {
        var models = routes.MapApi(Root, ApiTags.Models).WithParameter("id", "The connection's id or name.");
        models
            .MapGet("", ListAsync)
            .RequireScope(Scopes.Read)
            .WithName("listConnections")
            .WithSummary("List connections in order of their name, the built-in one last");
        models
            .MapPost("", CreateAsync)
            .RequireScope(Scopes.Write)
            .Refuses(409)
            .WithName("createConnection")
            .WithSummary("Add a connection to a model provider");
        models.MapGet("/{id}", GetAsync).RequireScope(Scopes.Read).WithName("getConnection").WithSummary("Get a connection");
        models
            .MapPut("/{id}/key", ReplaceKeyAsync)
            .RequireScope(Scopes.Write)
            .Refuses(409)
            .WithName("replaceConnectionKey")
            .WithSummary("Replace a connection's key; runs that paused because of the old one resume");
        models
            .MapDelete("/{id}", DeleteAsync)
            .RequireScope(Scopes.Write)
            .Refuses(409)
            .WithName("deleteConnection")
            .WithSummary("Delete a connection and its key");
        models
            .MapPost("/{id}/test", TestAsync)
            .RequireScope(Scopes.Write)
            .WithName("testConnection")
            .WithSummary("Test a connection with one tiny prompt to its first model");
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
