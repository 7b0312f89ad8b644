using CozeLoop.Contracts.Api;
using CozeLoop.Platform.Auth;
using CozeLoop.Platform.Web;
using CozeLoop.Platform.Web.Description;
using CozeLoop.Workspaces.Login;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CozeLoop.Workspaces.Accounts;

/// <summary>What a person sees and changes of themselves, whatever their role. A key is not a person.</summary>
internal static class AccountEndpoints
{
    public static void MapAccounts(this IEndpointRouteBuilder routes)
    {
        var me = routes.MapApi("/api/v1/me", ApiTags.Workspace).RequireScope(Scopes.Read).Refuses(404);
        me.MapGet("", FindAsync)
            .WithName("getCurrentUser")
            .WithSummary("Get who is logged in, in which workspace, and which other workspaces they have");
        me.MapPut("/password", ChangePasswordAsync)
            .Refuses(422)
            .WithName("changePassword")
            .WithSummary("Change the caller's password and end their other sessions");
        me.MapGet("/sessions", SessionsAsync).WithName("listLogins").WithSummary("List the caller's sessions, newest first");
        me.MapDelete("/sessions", EndOthersAsync).WithName("endOtherLogins").WithSummary("End every other session of the caller");
        me.MapDelete("/sessions/{id}", EndAsync)
            .WithParameter("id", "The session's id.")
            .WithName("endLogin")
            .WithSummary("End a session of the caller");
        routes.MapPost("/internal/users/reset", ResetAsync).Internal();
    }

    private static async Task<Results<Ok<CurrentUser>, ProblemHttpResult>> FindAsync(
        HttpContext http,
        Account account,
        CancellationToken ct
    )
    {
        if (http.Caller() is not { UserId: { } userId } caller)
            return NoPerson();
        return await account.FindAsync(caller, userId, ct) is { } user
            ? TypedResults.Ok(user)
            : Problem.NotFound("no_user", "This user is in no workspace.");
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> ChangePasswordAsync(
        ChangePassword body,
        HttpContext http,
        PasswordStore passwords,
        LoginLimit limit,
        CancellationToken ct
    )
    {
        if (http.Caller() is not { UserId: { } userId } caller)
            return NoPerson();
        if (PasswordRule.Fault(body.NewPassword) is { } fault)
            return Problem.Invalid("newPassword", fault);
        if (await limit.RefusedForAsync(http, caller.Actor) is { } seconds)
        {
            return Problem.Of(429, "too_many_attempts", $"Too many attempts. Try again in {seconds} s.");
        }
        return await passwords.ChangeAsync(caller, userId, body.CurrentPassword ?? "", body.NewPassword!, ct)
            ? TypedResults.NoContent()
            : Problem.Unprocessable("wrong_password", "The current password is wrong.");
    }

    private static async Task<Results<Ok<Page<UserSession>>, ProblemHttpResult>> SessionsAsync(
        HttpContext http,
        SessionList sessions,
        CancellationToken ct
    ) =>
        http.Caller() is { UserId: { } userId } caller
            ? TypedResults.Ok(new Page<UserSession>(await sessions.ListAsync(caller, userId, ct), NextCursor: null))
            : NoPerson();

    private static async Task<Results<NoContent, ProblemHttpResult>> EndOthersAsync(
        HttpContext http,
        SessionList sessions,
        CancellationToken ct
    )
    {
        if (http.Caller() is not { UserId: { } userId } caller)
            return NoPerson();
        await sessions.EndAsync(caller, userId, id: null, ct);
        return TypedResults.NoContent();
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> EndAsync(
        string id,
        HttpContext http,
        SessionList sessions,
        CancellationToken ct
    )
    {
        if (http.Caller() is not { UserId: { } userId } caller)
            return NoPerson();
        return await sessions.EndAsync(caller, userId, id, ct)
            ? TypedResults.NoContent()
            : Problem.NotFound("session_not_found", "You have no such session.");
    }

    /// <summary>For whoever operates the machine: only the owner of the data folder reaches it.</summary>
    private static async Task<Results<Ok<UserReset>, ProblemHttpResult>> ResetAsync(
        ResetUser body,
        PasswordReset reset,
        CancellationToken ct
    ) =>
        await reset.CreateAsync(body.Email, ct) is { } link
            ? TypedResults.Ok(link)
            : Problem.NotFound("user_not_found", $"There is no user with the address {body.Email}.");

    private static ProblemHttpResult NoPerson() => Problem.NotFound("no_user", "A key belongs to a workspace, not to a person.");
}
