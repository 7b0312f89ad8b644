using CozeLoop.Contracts.Api;
using CozeLoop.Platform.Auth;
using CozeLoop.Platform.Web;
using CozeLoop.Platform.Web.Description;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CozeLoop.Workspaces.Actors;

/// <summary>The names of those who changed something: versions, moves of labels and the audit log keep ids.</summary>
internal static class ActorEndpoints
{
    private const int Most = 100;

    public static void MapActors(this IEndpointRouteBuilder routes) =>
        routes
            .MapApi("/api/v1/actors", ApiTags.Workspace)
            .MapGet("", ListAsync)
            .RequireScope(Scopes.Read)
            .WithParameter("actor", "1 to 100 ids, such as `user:5` or `key:pk-…`; unknown ids are left out.")
            .WithName("listActors")
            .WithSummary("List the names of people and keys that acted in this workspace");

    private static async Task<Results<Ok<Page<Actor>>, ProblemHttpResult>> ListAsync(
        string[] actor,
        HttpContext http,
        ActorNames names,
        CancellationToken ct
    )
    {
        if (actor.Length is 0 or > Most)
            return Problem.Invalid("actor", $"Name 1 to {Most} actors.");
        return TypedResults.Ok(new Page<Actor>(await names.OfAsync(http.Caller().WorkspaceId, actor, ct), NextCursor: null));
    }
}
