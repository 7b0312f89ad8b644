using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using CozeLoop.Platform.Limits;
using CozeLoop.Platform.Web;

namespace CozeLoop.Workspaces.Login;

/// <summary>
/// How often someone may try to log in, over all replicas: from one place, for one e-mail address from one place, for one address from
/// everywhere (guesses spread over many places), and altogether. Each password costs tens of milliseconds of a core, right or not.
/// </summary>
internal sealed class LoginLimit(IRateLimits limits)
{
    public const int FromOnePlace = 60,
        OfOneAddressFromOnePlace = 10,
        OfOneAddress = 30,
        Altogether = 600,
        LinksFromOnePlace = 30;

    private static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    /// <summary>Null where one more password may be tried; else seconds to wait, which the answer's <c>Retry-After</c> says too.</summary>
    public async Task<int?> RefusedForAsync(HttpContext http, string email)
    {
        string place = ClientAddress.Of(http),
            address = LoginStore.Normalise(email);
        // The place first: a client refused there adds no further keys, whatever addresses it invents.
        return await RefusedAsync(http, $"place:{place}", FromOnePlace)
            ?? await RefusedAsync(http, $"pair:{address} {place}", OfOneAddressFromOnePlace)
            ?? await RefusedAsync(http, $"address:{address}", OfOneAddress)
            ?? await RefusedAsync(http, "all", Altogether);
    }

    /// <summary>The same for links, whose tokens nobody guesses: each try is a look into the database.</summary>
    public Task<int?> RefusedForLinkAsync(HttpContext http) => RefusedAsync(http, $"link:{ClientAddress.Of(http)}", LinksFromOnePlace);

    private async Task<int?> RefusedAsync(HttpContext http, string what, int limit)
    {
        // Hashed: what people typed has no place among the keys of another store.
        string key = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(what)));
        var grant = await limits.TakeAsync($"login:{key}", limit, Window);
        if (grant.Granted)
            return null;
        int seconds = (int)Math.Ceiling(grant.RetryAfter.TotalSeconds);
        http.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        return seconds;
    }
}
