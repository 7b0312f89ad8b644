using CozeLoop.Contracts.Api;
using CozeLoop.Contracts.Messages;
using CozeLoop.Platform.Auth;

namespace CozeLoop.Workspaces.Audit;

internal static class AuditEndpoints
{
    public static void MapAudit(this IEndpointRouteBuilder routes) => routes.MapGet("/api/v1/audit", List).RequireScope(Scopes.Admin).WithTags("workspace");

    private static Task<Page<AuditEntry>> List(HttpContext http, AuditLog audit, long? cursor, int? limit, CancellationToken ct) =>
        audit.ListAsync(http.Caller().WorkspaceId, cursor, Math.Clamp(limit ?? 50, 1, 500), ct);
}
