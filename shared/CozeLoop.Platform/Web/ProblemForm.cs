using System.Diagnostics;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;

namespace CozeLoop.Platform.Web;

/// <summary>What every problem answer carries, whoever wrote it: a stable <c>code</c> and the <c>traceId</c> that finds it in the
/// log.</summary>
internal static class ProblemForm
{
    public static void Configure(ProblemDetailsOptions options) =>
        options.CustomizeProblemDetails = context =>
        {
            var extensions = context.ProblemDetails.Extensions;
            extensions.TryAdd("code", CodeOf(context.ProblemDetails.Status ?? context.HttpContext.Response.StatusCode));
            extensions["traceId"] = Activity.Current?.TraceId.ToHexString() ?? context.HttpContext.TraceIdentifier;
        };

    /// <summary>An answer without a body (no such route, wrong method) gets one where a program asked.</summary>
    public static Task ForEmptyAnswerAsync(StatusCodeContext context)
    {
        var http = context.HttpContext;
        int status = http.Response.StatusCode;
        return IsForAPerson(http)
            ? Task.CompletedTask
            : Problem.Of(status, CodeOf(status), $"{http.Request.Method} {http.Request.Path} answered {status}.").ExecuteAsync(http);
    }

    /// <summary>A browser's address bar asks for HTML; programs and scripts do not.</summary>
    public static bool IsForAPerson(HttpContext http) =>
        HttpMethods.IsGet(http.Request.Method) && http.Request.Headers.Accept.ToString().Contains("text/html", StringComparison.Ordinal);

    public static string CodeOf(int status) =>
        status switch
        {
            400 => "invalid_request",
            401 => "unauthorized",
            403 => "forbidden",
            404 => "not_found",
            405 => "method_not_allowed",
            413 => "payload_too_large",
            415 => "unsupported_media_type",
            429 => "rate_limited",
            503 => "service_unavailable",
            _ => status >= 500 ? "internal_error" : "error",
        };
}
