using System.Net.Http.Headers;
using CozeLoop.Platform.Hosting;
using Microsoft.AspNetCore.Http;

namespace CozeLoop.Platform.Auth;

public static class ServiceCallers
{
    /// <summary>
    /// Another service makes the request, for itself or for a person: over the internal listener, with a token that only services sign.
    /// Only behind <c>RequireScope</c>, which has checked the token.
    /// </summary>
    public static bool IsFromService(this HttpContext context) =>
        context.IsInternal()
        && AuthenticationHeaderValue.TryParse(context.Request.Headers.Authorization, out var header)
        && header.Parameter?.StartsWith(ServiceToken.Prefix, StringComparison.Ordinal) == true;
}
