using CozeLoop.Contracts.Clients;
using CozeLoop.Platform.Auth;
using CozeLoop.Platform.Web;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CozeLoop.Studio.Layout;

/// <summary>Leads to another workspace of whoever is logged in; the choice is a cookie of a year.</summary>
internal static class WorkspaceChoice
{
    public static async Task<Results<RedirectHttpResult, ProblemHttpResult>> ChooseAsync(
        string id,
        HttpContext http,
        ServiceCalls calls,
        TimeProvider time,
        CancellationToken ct
    )
    {
        var caller = http.Caller();
        var own = await new WorkspacesClient(calls.For("workspaces", caller.WorkspaceId, caller.Actor, caller.Scopes)).ListWorkspacesAsync(
            ct
        );
        if (own.Items.All(w => w.Id != id))
            return Problem.NotFound("workspace_not_found", "You are in no workspace with this id.");
        SessionCookie.AppendWorkspace(http, id, time.GetUtcNow().AddYears(1));
        return TypedResults.LocalRedirect("/");
    }
}
