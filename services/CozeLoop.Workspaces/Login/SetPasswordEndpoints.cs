using CozeLoop.Contracts.Api;
using CozeLoop.Platform.Auth;
using CozeLoop.Platform.Web;
using CozeLoop.Platform.Web.Description;
using CozeLoop.Workspaces.Accounts;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace CozeLoop.Workspaces.Login;

/// <summary>Sets a password by an invitation's or a reset's link, which it uses up, and logs in with it.</summary>
internal static class SetPasswordEndpoints
{
    // A token, a password and the form's own token.
    private const long MaxBodyBytes = 64 << 10;

    public static void MapSetPassword(this IEndpointRouteBuilder routes)
    {
        routes
            .MapApi("/api/v1/login/new-password", ApiTags.Workspace)
            .MapPost("", ByJsonAsync)
            .WithBodyLimit(MaxBodyBytes)
            .Refuses(401, 429)
            .WithName("setPassword")
            .WithSummary("Set a password with the one-time token of an invitation or a reset, and log in");
        routes.MapPost("/login/new-password", ByFormAsync).WithBodyLimit(MaxBodyBytes).OnlyFormsOfThisSite().ExcludeFromDescription();
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> ByJsonAsync(
        SetPassword body,
        HttpContext http,
        PasswordStore passwords,
        LoginStore logins,
        LoginLimit limit,
        CancellationToken ct
    )
    {
        if (await limit.RefusedForLinkAsync(http) is { } seconds)
        {
            return Problem.Of(429, "too_many_attempts", $"Too many attempts to log in. Try again in {seconds} s.");
        }
        if (PasswordRule.Fault(body.Password) is { } fault)
            return Problem.Invalid("password", fault);
        return await LogInAsync(body.Token, body.Password!, http, passwords, logins, ct)
            ? TypedResults.NoContent()
            : Problem.Of(401, "link_used", "The link is unknown, already used or expired. Ask for another.");
    }

    private static async Task<RedirectHttpResult> ByFormAsync(
        [FromForm] string? token,
        [FromForm] string? password,
        HttpContext http,
        PasswordStore passwords,
        LoginStore logins,
        LoginLimit limit,
        CancellationToken ct
    )
    {
        if (await limit.RefusedForLinkAsync(http) is not null)
            return TypedResults.LocalRedirect("/login?error=limit");
        if (PasswordRule.Fault(password) is not null)
        {
            return TypedResults.LocalRedirect($"/set-password?error=rule&token={Uri.EscapeDataString(token ?? "")}");
        }
        bool isIn = await LogInAsync(token, password!, http, passwords, logins, ct);
        return TypedResults.LocalRedirect(isIn ? "/" : "/set-password?error=link");
    }

    private static async Task<bool> LogInAsync(
        string? token,
        string password,
        HttpContext http,
        PasswordStore passwords,
        LoginStore logins,
        CancellationToken ct
    )
    {
        if (await passwords.SetByLinkAsync(token ?? "", password, ct) is not { } userId)
            return false;
        var session = await logins.StartAsync(userId, http.Client(), ct);
        SessionCookie.Append(http, session.Token, session.ExpiresAt);
        return true;
    }
}
