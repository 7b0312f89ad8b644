using CozeLoop.Platform.Web;
using Microsoft.AspNetCore.Http;

namespace CozeLoop.Platform.Telemetry;

/// <summary>
/// Refuses unknown HTTP methods before anything counts them: a metric label whose values a client can invent would fill the
/// memory. Methods are what they are letter by letter (RFC 9110, 9.1), so that <c>get</c> is none.
/// </summary>
internal static class KnownMethods
{
    private static readonly string[] All = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "CONNECT", "TRACE"];

    public static Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        if (Array.IndexOf(All, context.Request.Method) >= 0)
            return next(context);
        context.Response.Headers.Allow = string.Join(", ", All);
        return Problem.Of(405, "method_not_allowed", "The server does not know this HTTP method.").ExecuteAsync(context);
    }
}
