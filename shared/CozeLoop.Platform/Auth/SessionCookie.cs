using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace CozeLoop.Platform.Auth;

/// <summary>The studio's cookies. The session is unreadable to scripts; the anti-forgery value is readable, and is the session's hash, so that no other origin can know it.</summary>
public static class SessionCookie
{
    public const string Name = "cozeloop_session";
    public const string WorkspaceName = "cozeloop_workspace";
    public const string AntiforgeryName = "cozeloop_antiforgery";
    public const string AntiforgeryHeader = "X-Antiforgery-Token";

    public static void Append(HttpContext context, string token, DateTimeOffset expires)
    {
        var options = new CookieOptions { HttpOnly = true, SameSite = SameSiteMode.Lax, Secure = context.Request.IsHttps, Expires = expires, Path = "/", IsEssential = true };
        context.Response.Cookies.Append(Name, token, options);
        options.HttpOnly = false;
        context.Response.Cookies.Append(AntiforgeryName, AntiforgeryValue(token), options);
    }

    public static void Remove(HttpContext context)
    {
        foreach (string name in (string[])[Name, AntiforgeryName, WorkspaceName]) context.Response.Cookies.Delete(name);
    }

    /// <summary>Reads always may. Pages and their circuit bring the framework's own anti-forgery; the API's writes bring the header.</summary>
    internal static bool MayWrite(HttpRequest request, string token) =>
        HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method) || HttpMethods.IsOptions(request.Method) || !request.Path.StartsWithSegments("/api") && !request.Path.StartsWithSegments("/v1")
        || CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(request.Headers[AntiforgeryHeader].ToString()), Encoding.ASCII.GetBytes(AntiforgeryValue(token)));

    private static string AntiforgeryValue(string token) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes("antiforgery:" + token)));
}
