using System.Security.Cryptography;
using System.Text;
using CozeLoop.Platform.Limits;

namespace CozeLoop.Workspaces.Login;

/// <summary>How often somebody may try passwords: for one address from one place, over all replicas. Each try costs tens of milliseconds of CPU, whether it succeeds or not.</summary>
internal sealed class LoginLimit(IRateLimits limits)
{
    private const int Attempts = 10;
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    /// <summary>Null where one more may be made; else how many seconds to wait, which the answer's <c>Retry-After</c> says too.</summary>
    public async Task<int?> RefusedForAsync(HttpContext http, string email)
    {
        // Hashed: what people typed has no place among the keys of another store.
        string who = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{LoginStore.Normalise(email)} {http.Connection.RemoteIpAddress}")));
        var grant = await limits.TakeAsync($"login:{who}", Attempts, Window);
        if (grant.Granted) return null;
        int seconds = (int)Math.Ceiling(grant.RetryAfter.TotalSeconds);
        http.Response.Headers.RetryAfter = seconds.ToString(System.Globalization.CultureInfo.InvariantCulture);
        return seconds;
    }
}
