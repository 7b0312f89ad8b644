using CozeLoop.Contracts.Api;
using CozeLoop.Platform.Auth;
using CozeLoop.Platform.Web;
using CozeLoop.Platform.Web.Description;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace CozeLoop.Workspaces.Login;

/// <summary>Ends the session of the cookie, and with it every page that was opened with it, on every replica.</summary>
internal static class LogoutEndpoints
{
    public static void MapLogout(this IEndpointRouteBuilder routes)
    {
        routes
            .MapApi("/api/v1/logout", ApiTags.Workspace)
            .MapPost("", ByApiAsync)
            .Refuses(401)
            .WithName("logout")
            .WithSummary("End the session of the cookie; needs the anti-forgery header");
        routes.MapPost("/logout", ByFormAsync).OnlyFormsOfThisSite().ExcludeFromDescription();
    }

    private static async Task<RedirectHttpResult> ByFormAsync(
        [FromForm] string? returnUrl,
        HttpContext http,
        LoginStore logins,
        CredentialVerifier verifier,
        CancellationToken ct
    )
    {
        await EndAsync(http, logins, verifier, ct);
        return TypedResults.LocalRedirect("/login");
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> ByApiAsync(
        HttpContext http,
        LoginStore logins,
        CredentialVerifier verifier,
        CancellationToken ct
    )
    {
        const string why = $"A write with the session cookie needs the header {SessionCookie.AntiforgeryHeader}.";
        if (!SessionCookie.IsOwnWrite(http.Request))
            return Problem.Of(401, "antiforgery_failed", why);
        await EndAsync(http, logins, verifier, ct);
        return TypedResults.NoContent();
    }

    private static async Task EndAsync(HttpContext http, LoginStore logins, CredentialVerifier verifier, CancellationToken ct)
    {
        if (http.Request.Cookies[SessionCookie.Name] is { } token && await logins.EndAsync(token, ct) is { } userId)
        {
            await verifier.ForgetAsync($"user:{userId}");
        }
        SessionCookie.Remove(http);
    }
}
