using System.Globalization;
using CozeLoop.Contracts.Api;
using CozeLoop.Platform.Auth;
using CozeLoop.Platform.Web;
using CozeLoop.Platform.Web.Description;
using CozeLoop.Workspaces.Login;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CozeLoop.Workspaces.Members;

/// <summary>The members of a workspace: everyone in it sees them, owners and admins change them.</summary>
internal static class MemberEndpoints
{
    public static void MapMembers(this IEndpointRouteBuilder routes)
    {
        var members = routes.MapApi("/api/v1/members", ApiTags.Workspace).WithParameter("userId", "The member's user id.");
        members
            .MapGet("", ListAsync)
            .RequireScope(Scopes.Read)
            .WithName("listMembers")
            .WithSummary("List members in order of their email addresses");
        members
            .MapPost("", AddAsync)
            .RequireScope(Scopes.Admin)
            .Refuses(409)
            .WithName("addMember")
            .WithSummary("Add a member by email address; someone new gets a link that sets a password once");
        members
            .MapPut("/{userId}", ChangeRoleAsync)
            .RequireScope(Scopes.Admin)
            .Refuses(422)
            .WithName("changeMemberRole")
            .WithSummary("Change a member's role; only owners may add, change or remove owners");
        members
            .MapDelete("/{userId}", RemoveAsync)
            .RequireScope(Scopes.Admin)
            .Refuses(422)
            .WithName("removeMember")
            .WithSummary("Remove a member; the last owner stays");
        members
            .MapPost("/{userId}/invitation", InviteAgainAsync)
            .RequireScope(Scopes.Admin)
            .Refuses(409)
            .WithName("inviteMemberAgain")
            .WithSummary("Create another link for a member who has not set a password yet");
    }

    private static Task<Results<Ok<Page<Member>>, ProblemHttpResult>> ListAsync(
        [AsParameters] PageRequest page,
        HttpContext http,
        MemberStore members,
        CancellationToken ct
    ) => page.ReadAsync(MemberStore.List, (limit, after) => members.ListAsync(http.Caller().WorkspaceId, limit, after, ct));

    private static async Task<Results<Created<AddedMember>, ProblemHttpResult>> AddAsync(
        AddMember body,
        HttpContext http,
        MemberStore members,
        CancellationToken ct
    )
    {
        string email = LoginStore.Normalise(body.Email ?? "");
        if (!IsAddress(email))
            return Problem.Invalid("email", "An email address looks like ada@example.com and has at most 320 characters.");
        if (body.Role is not { } role || !MemberRoles.All.Contains(role))
            return UnknownRole();
        if (body.Name is { Length: > 200 })
            return Problem.Invalid("name", "A name has at most 200 characters.");
        var added = await members.AddAsync(http.Caller(), email, role, body.Name, ct);
        return added.Member is { } member
            ? TypedResults.Created((string?)null, new AddedMember(member, PathOf(added.Token)) { AccountExists = added.AccountExists })
            : ProblemOf(added.Refusal);
    }

    private static async Task<Results<Ok<Member>, ProblemHttpResult>> ChangeRoleAsync(
        string userId,
        ChangeRole body,
        HttpContext http,
        MemberStore members,
        CancellationToken ct
    )
    {
        if (body.Role is not { } role || !MemberRoles.All.Contains(role))
            return UnknownRole();
        var changed = await members.ChangeRoleAsync(http.Caller(), IdOf(userId), role, ct);
        return changed.Member is { } member ? TypedResults.Ok(member) : ProblemOf(changed.Refusal);
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> RemoveAsync(
        string userId,
        HttpContext http,
        MemberStore members,
        CancellationToken ct
    )
    {
        var removed = await members.RemoveAsync(http.Caller(), IdOf(userId), ct);
        return removed.Member is not null ? TypedResults.NoContent() : ProblemOf(removed.Refusal);
    }

    private static async Task<Results<Ok<AddedMember>, ProblemHttpResult>> InviteAgainAsync(
        string userId,
        HttpContext http,
        MemberStore members,
        CancellationToken ct
    )
    {
        var invited = await members.InviteAgainAsync(http.Caller(), IdOf(userId), ct);
        return invited.Member is { } member
            ? TypedResults.Ok(new AddedMember(member, PathOf(invited.Token)) { AccountExists = invited.AccountExists })
            : ProblemOf(invited.Refusal);
    }

    private static bool IsAddress(string email) =>
        email.Length <= 320
        && email.IndexOf('@') is > 0 and var at
        && at < email.Length - 1
        && email.IndexOf('@', at + 1) < 0
        && !email.Any(c => char.IsWhiteSpace(c) || char.IsControl(c) || char.IsSurrogate(c));

    // What is not a number is nobody's id.
    private static long IdOf(string userId) => long.TryParse(userId, NumberStyles.None, CultureInfo.InvariantCulture, out long id) ? id : 0;

    private static string? PathOf(string? token) => token is null ? null : LoginLinks.PasswordPath(token);

    private static ProblemHttpResult UnknownRole() => Problem.Invalid("role", $"Roles are {string.Join(", ", MemberRoles.All)}.");

    private static ProblemHttpResult ProblemOf(MemberRefusal? refusal) =>
        refusal switch
        {
            MemberRefusal.NotFound => Problem.NotFound("member_not_found", "This workspace has no such member."),
            MemberRefusal.AlreadyMember => Problem.Conflict("already_member", "This person is already a member."),
            MemberRefusal.OwnersOnly => Problem.Of(403, "owners_only", "Only an owner may add, change or remove owners."),
            MemberRefusal.LastOwner => Problem.Unprocessable(
                "last_owner",
                "A workspace keeps at least one owner. Make another member an owner first."
            ),
            MemberRefusal.HasPassword => Problem.Conflict(
                "not_invitable",
                "A link is only for someone who has no password yet and is in no other workspace."
            ),
            _ => Problem.Of(403, "forbidden", "You may no longer change members."),
        };
}
