using CozeLoop.Platform.Web;
using Microsoft.AspNetCore.Antiforgery;

namespace CozeLoop.Workspaces.Login;

internal static class SiteForms
{
    /// <summary>
    /// Refuses what brings no anti-forgery token of this site. The framework asks for one where a form is read, and reads none from a
    /// request without a body: another site's script could end a session with one.
    /// </summary>
    public static RouteHandlerBuilder OnlyFormsOfThisSite(this RouteHandlerBuilder route) =>
        route.AddEndpointFilter(
            async (context, next) =>
                context.HttpContext.Features.Get<IAntiforgeryValidationFeature>() is { IsValid: true }
                    ? await next(context)
                    : Problem.Of(400, "antiforgery_failed", "The form has expired, or is not from this site. Load the page again.")
        );

    /// <summary>What the browser or program calls itself.</summary>
    public static string? Client(this HttpContext http) => http.Request.Headers.UserAgent.FirstOrDefault();
}
