using System.Globalization;
using CozeLoop.Contracts.Api;
using CozeLoop.Platform.Auth;
using CozeLoop.Platform.Web;
using CozeLoop.Platform.Web.Description;
using CozeLoop.Workspaces.Login;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CozeLoop.Workspaces.Tenants;

internal static class WorkspaceEndpoints
{
    private const int MaxName = 200;

    public static void MapTenants(this IEndpointRouteBuilder routes)
    {
        var workspaces = routes.MapApi("/api/v1/workspaces", ApiTags.Workspace);
        workspaces
            .MapGet("", ListAsync)
            .RequireScope(Scopes.Read)
            .WithName("listWorkspaces")
            .WithSummary("List the caller's workspaces, oldest first");
        workspaces
            .MapPost("", CreateAsync)
            .RequireScope(Scopes.Admin)
            .WithName("createWorkspace")
            .WithSummary("Create a workspace; its creator owns it, a key names the owner");
        workspaces
            .MapPut("/{id}", RenameAsync)
            .RequireScope(Scopes.Admin)
            .WithParameter("id", "The id of the request's own workspace.")
            .WithName("renameWorkspace")
            .WithSummary("Rename the workspace of the request (`X-Workspace-Id`)");
    }

    private static async Task<Ok<Page<WorkspaceSummary>>> ListAsync(HttpContext http, WorkspaceStore workspaces, CancellationToken ct) =>
        TypedResults.Ok(new Page<WorkspaceSummary>(await workspaces.ListAsync(http.Caller(), ct), NextCursor: null));

    private static async Task<Results<Created<WorkspaceSummary>, ProblemHttpResult>> CreateAsync(
        CreateWorkspace body,
        HttpContext http,
        WorkspaceStore workspaces,
        CancellationToken ct
    )
    {
        if (Fault(body.Name) is { } fault)
            return Problem.Invalid("name", fault);
        string? owner = body.OwnerEmail is { Length: > 0 and <= 320 } email ? LoginStore.Normalise(email) : null;
        return await workspaces.CreateAsync(http.Caller(), body.Name!.Trim(), owner, ct) is { } created
            ? TypedResults.Created((string?)null, created)
            : Problem.Invalid("ownerEmail", "A key is not a person: name a member of its workspace by email who will own the new one.");
    }

    private static async Task<Results<Ok<WorkspaceSummary>, ProblemHttpResult>> RenameAsync(
        string id,
        RenameWorkspace body,
        HttpContext http,
        WorkspaceStore workspaces,
        CancellationToken ct
    )
    {
        if (id != http.Caller().WorkspaceId.ToString(CultureInfo.InvariantCulture))
            return NotFound();
        if (Fault(body.Name) is { } fault)
            return Problem.Invalid("name", fault);
        return await workspaces.RenameAsync(http.Caller(), body.Name!.Trim(), ct) is { } renamed ? TypedResults.Ok(renamed) : NotFound();
    }

    private static string? Fault(string? name) =>
        string.IsNullOrWhiteSpace(name) || name.Length > MaxName || name.Any(char.IsControl)
            ? $"A workspace has a name of 1 to {MaxName} characters."
            : null;

    private static ProblemHttpResult NotFound() =>
        Problem.NotFound("workspace_not_found", "The request is not in a workspace with this id.");
}
