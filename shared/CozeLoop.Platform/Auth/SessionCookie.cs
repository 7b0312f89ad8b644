using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace CozeLoop.Platform.Auth;

/// <summary>The studio's cookies. The session is unreadable to scripts; the anti-forgery value is readable, and is the session's hash, so
/// that no other origin can know it.</summary>
public static class SessionCookie
{
    public const string Name = "cozeloop_session";
    public const string WorkspaceName = "cozeloop_workspace";
    public const string AntiforgeryName = "cozeloop_antiforgery";
    public const string AntiforgeryHeader = "X-Antiforgery-Token";

    public static void Append(HttpContext context, string token, DateTimeOffset expires)
    {
        var options = Options(context, expires);
        context.Response.Cookies.Append(Name, token, options);
        options.HttpOnly = false;
        context.Response.Cookies.Append(AntiforgeryName, AntiforgeryValue(token), options);
    }

    /// <summary>Which workspace the studio shows from now on.</summary>
    public static void AppendWorkspace(HttpContext context, string workspaceId, DateTimeOffset expires) =>
        context.Response.Cookies.Append(WorkspaceName, workspaceId, Options(context, expires));

    public static void Remove(HttpContext context)
    {
        foreach (string name in (string[])[Name, AntiforgeryName, WorkspaceName])
            context.Response.Cookies.Delete(name);
    }

    /// <summary>
    /// Whether the request brings the anti-forgery value of its session's cookie; true without such a cookie. For routes that change the
    /// session itself and ask for no credential.
    /// </summary>
    public static bool IsOwnWrite(HttpRequest request) => request.Cookies[Name] is not { Length: > 0 } token || MayWrite(request, token);

    // Behind a proxy that ends TLS the connection is plain; a client that lies about it spoils its own cookie only.
    private static CookieOptions Options(HttpContext context, DateTimeOffset expires) =>
        new()
        {
            HttpOnly = true,
            SameSite = SameSiteMode.Lax,
            Expires = expires,
            Path = "/",
            IsEssential = true,
            Secure =
                context.Request.IsHttps
                || context.Request.Headers["X-Forwarded-Proto"].ToString().StartsWith("https", StringComparison.OrdinalIgnoreCase),
        };

    /// <summary>Reads always may. Pages and their circuit bring the framework's own anti-forgery; the API's writes bring the
    /// header.</summary>
    internal static bool MayWrite(HttpRequest request, string token) =>
        HttpMethods.IsGet(request.Method)
        || HttpMethods.IsHead(request.Method)
        || HttpMethods.IsOptions(request.Method)
        || !request.Path.StartsWithSegments("/api") && !request.Path.StartsWithSegments("/v1")
        || CryptographicOperations.FixedTimeEquals(
            Encoding.ASCII.GetBytes(request.Headers[AntiforgeryHeader].ToString()),
            Encoding.ASCII.GetBytes(AntiforgeryValue(token))
        );

    private static string AntiforgeryValue(string token) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes("antiforgery:" + token)));
}
