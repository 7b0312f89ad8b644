using CozeLoop.Contracts.Api;
using CozeLoop.Platform.Auth;
using CozeLoop.Platform.Web;
using CozeLoop.Platform.Web.Description;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace CozeLoop.Workspaces.Login;

internal static class LoginEndpoints
{
    // An address, a password and a way back; whoever sends them is not known yet. 64 KiB.
    private const long MaxBodyBytes = 64 << 10;

    /// <summary>The page says what a browser would show as JSON.</summary>
    private static readonly RefusalForm Page = (_, status, _) =>
        TypedResults.LocalRedirect(
            "/login?error="
                + status switch
                {
                    400 => "form",
                    413 => "long",
                    429 => "limit",
                    >= 500 => "busy",
                    _ => "1",
                }
        );

    public static void MapLogin(this IEndpointRouteBuilder routes)
    {
        routes
            .MapApi("/api/v1/login", ApiTags.Workspace)
            .MapPost("", ByJsonAsync)
            .WithBodyLimit(MaxBodyBytes)
            .Refuses(401, 403, 429)
            .WithName("login")
            .WithSummary("Log in with email address and password; the answer sets the session cookie");
        // Not on the page's own path: a load balancer that knows paths only must tell the studio's page from this service.
        routes
            .MapPost("/login/password", ByFormAsync)
            .WithBodyLimit(MaxBodyBytes)
            .WithMetadata(Page)
            .OnlyFormsOfThisSite()
            .ExcludeFromDescription();
        routes.MapGet("/login/link", ByLinkAsync).ExcludeFromDescription();
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> ByJsonAsync(
        LoginRequest request,
        HttpContext http,
        LoginStore logins,
        LoginLimit limit,
        CancellationToken ct
    )
    {
        if (await limit.RefusedForAsync(http, request.Email ?? "") is { } seconds)
        {
            return Problem.Of(429, "too_many_attempts", $"Too many attempts to log in. Try again in {seconds} s.");
        }
        if (await logins.WithPasswordAsync(request.Email ?? "", request.Password ?? "", ct, http.Client()) is not { } session)
        {
            return Problem.Of(401, "login_failed", "The email address or the password is wrong.");
        }
        if (!await logins.HasWorkspaceAsync(session, ct))
        {
            return Problem.Of(403, "no_workspace", "You are no longer in any workspace. Ask an owner to add you.");
        }
        SessionCookie.Append(http, session.Token, session.ExpiresAt);
        return TypedResults.NoContent();
    }

    private static async Task<RedirectHttpResult> ByFormAsync(
        [FromForm] string? email,
        [FromForm] string? password,
        [FromForm] string? returnUrl,
        HttpContext http,
        LoginStore logins,
        LoginLimit limit,
        CancellationToken ct
    )
    {
        string target = LocalAddress.Of(returnUrl);
        if (await limit.RefusedForAsync(http, email ?? "") is not null)
            return TypedResults.LocalRedirect($"/login?error=limit&returnUrl={Uri.EscapeDataString(target)}");
        if (await logins.WithPasswordAsync(email ?? "", password ?? "", ct, http.Client()) is not { } session)
        {
            return TypedResults.LocalRedirect($"/login?error=1&returnUrl={Uri.EscapeDataString(target)}");
        }
        if (!await logins.HasWorkspaceAsync(session, ct))
            return TypedResults.LocalRedirect("/login?error=workspace");
        SessionCookie.Append(http, session.Token, session.ExpiresAt);
        return TypedResults.LocalRedirect(target);
    }

    private static async Task<RedirectHttpResult> ByLinkAsync(
        string? token,
        HttpContext http,
        LoginStore logins,
        LoginLimit limit,
        CancellationToken ct
    )
    {
        if (await limit.RefusedForLinkAsync(http) is not null)
            return TypedResults.LocalRedirect("/login?error=limit");
        if (await logins.WithLinkAsync(token ?? "", ct, http.Client()) is not { } session)
        {
            return TypedResults.LocalRedirect("/login?error=link");
        }
        SessionCookie.Append(http, session.Token, session.ExpiresAt);
        return TypedResults.LocalRedirect("/");
    }
}
