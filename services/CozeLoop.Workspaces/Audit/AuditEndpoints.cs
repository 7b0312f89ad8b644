using CozeLoop.Contracts.Api;
using CozeLoop.Contracts.Messages;
using CozeLoop.Platform.Auth;
using CozeLoop.Platform.Web;
using CozeLoop.Platform.Web.Description;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CozeLoop.Workspaces.Audit;

internal static class AuditEndpoints
{
    public static void MapAudit(this IEndpointRouteBuilder routes) =>
        routes
            .MapApi("/api/v1/audit", ApiTags.Workspace)
            .MapGet("", ListAsync)
            .RequireScope(Scopes.Admin)
            .WithName("listAudit")
            .WithSummary("List what was changed and by whom, newest first");

    private static Task<Results<Ok<Page<AuditEntry>>, ProblemHttpResult>> ListAsync(
        [AsParameters] PageRequest page,
        HttpContext http,
        AuditLog audit,
        CancellationToken ct
    ) => page.ReadAsync(AuditLog.List, (limit, after) => audit.ListAsync(http.Caller().WorkspaceId, limit, after, ct));
}
