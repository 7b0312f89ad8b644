using System.Globalization;
using CozeLoop.Platform.Auth;
using CozeLoop.Platform.Limits;

namespace CozeLoop.Models.Gateway;

/// <summary>How many requests a workspace may send through the gateway in a minute, where the configuration sets a limit.</summary>
internal sealed class GatewayLimit(IRateLimits limits, ModelsOptions options)
{
    /// <summary>Null where the request may go on; else the answer, in OpenAI's format.</summary>
    public async Task<IResult?> RefusalAsync(HttpContext http)
    {
        int limit = options.GatewayRequestsPerMinute;
        if (limit == 0)
            return null;
        var grant = await limits.TakeAsync(
            string.Create(CultureInfo.InvariantCulture, $"gateway:{http.Caller().WorkspaceId}"),
            limit,
            TimeSpan.FromMinutes(1)
        );
        if (grant.Granted)
            return null;
        http.Response.Headers.RetryAfter = Math.Ceiling(grant.RetryAfter.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        return GatewayError.Of(
            429,
            "rate_limit_error",
            "rate_limit_exceeded",
            string.Create(CultureInfo.InvariantCulture, $"This workspace may send {limit} requests a minute.")
        );
    }
}
