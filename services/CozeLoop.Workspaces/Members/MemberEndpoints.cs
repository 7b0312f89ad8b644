using System.Globalization;
using CozeLoop.Contracts.Api;
using CozeLoop.Platform.Auth;
using CozeLoop.Platform.Web;
using CozeLoop.Workspaces.Storage;
using Dapper;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CozeLoop.Workspaces.Members;

/// <summary>Who is logged in, and the members of a workspace.</summary>
internal static class MemberEndpoints
{
    private sealed record MembershipRow(string Email, string Name, long WorkspaceId, string WorkspaceName, string Role);
    internal sealed record Member(string UserId, string Email, string Name, string Role);

    public static void MapMembers(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/v1/me", CurrentUserOf).RequireScope(Scopes.Read).WithTags("workspace");
        routes.MapGet("/api/v1/members", List).RequireScope(Scopes.Read).WithTags("workspace");
    }

    private static async Task<Results<Ok<CurrentUser>, ProblemHttpResult>> CurrentUserOf(HttpContext http, WorkspacesDatabase database, CancellationToken ct)
    {
        string actor = http.Caller().Actor;
        if (!actor.StartsWith("user:", StringComparison.Ordinal)) return Problem.NotFound("no_user", "A key belongs to a workspace, not to a person.");
        long userId = long.Parse(actor.AsSpan(5), CultureInfo.InvariantCulture);
        var rows = (await database.ReadAsync(c => c.QueryAsync<MembershipRow>(
            """
            SELECT u.email AS Email, u.name AS Name, w.id AS WorkspaceId, w.name AS WorkspaceName, m.role AS Role
            FROM users u JOIN members m ON m.user_id = u.id JOIN workspaces w ON w.id = m.workspace_id WHERE u.id = @userId ORDER BY w.id
            """, new { userId }), ct)).ToList();
        if (rows.Count == 0) return Problem.NotFound("no_user", "This user is in no workspace.");
        var workspaces = rows.Select(r => new WorkspaceSummary(r.WorkspaceId.ToString(CultureInfo.InvariantCulture), r.WorkspaceName, r.Role));
        return TypedResults.Ok(new CurrentUser(userId.ToString(CultureInfo.InvariantCulture), rows[0].Email, rows[0].Name, [.. workspaces]));
    }

    private static async Task<Page<Member>> List(HttpContext http, WorkspacesDatabase database, CancellationToken ct)
    {
        long workspaceId = http.Caller().WorkspaceId;
        var members = await database.ReadAsync(c => c.QueryAsync<Member>(
            "SELECT CAST(u.id AS CHAR) AS UserId, u.email AS Email, u.name AS Name, m.role AS Role FROM members m JOIN users u ON u.id = m.user_id WHERE m.workspace_id = @workspaceId ORDER BY u.email",
            new { workspaceId }), ct);
        return new Page<Member>([.. members], NextCursor: null);
    }
}
