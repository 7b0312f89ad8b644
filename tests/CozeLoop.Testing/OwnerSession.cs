using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Json;
using CozeLoop.Contracts.Api;

namespace CozeLoop.Testing;

/// <summary>
/// The first owner, logged in to a product of a test: for what the first key may not do, such as making keys and looking at queues.
/// </summary>
public static class OwnerSession
{
    // Logins are limited, and a test looks at the queues again and again.
    private static readonly ConcurrentDictionary<Uri, HttpClient> Known = new();

    /// <summary>
    /// A client with the session's cookie and its anti-forgery header; kept for the next who asks, and not to be disposed.
    /// </summary>
    public static async Task<HttpClient> OfAsync(Uri address, CancellationToken ct = default)
    {
        if (Known.TryGetValue(address, out var known))
        {
            using var me = await known.GetAsync("/api/v1/me", ct);
            // Another product may have the port by now; one that cannot say has not forgotten the session.
            if (me.StatusCode != HttpStatusCode.Unauthorized)
                return known;
        }
        return Known[address] = await LogInAsync(address, RunningProduct.Email, RunningProduct.Password, ct);
    }

    public static Task<HttpClient> OwnerAsync(this IProduct product, CancellationToken ct = default) => OfAsync(product.Address, ct);

    /// <summary>A session of its own.</summary>
    public static async Task<HttpClient> LogInAsync(Uri address, string email, string password, CancellationToken ct = default)
    {
        var http = TestHttp.Create(address);
        using var answer = await http.PostAsJsonAsync("/api/v1/login", new LoginRequest(email, password), ct);
        answer.EnsureSuccessStatusCode();
        TakeCookies(http, answer);
        return http;
    }

    /// <summary>Sends from now on what the answer set: the session, and the header that its writes need.</summary>
    public static void TakeCookies(HttpClient http, HttpResponseMessage answer)
    {
        string[] cookies = [.. answer.Headers.GetValues("Set-Cookie").Select(c => c.Split(';')[0])];
        http.DefaultRequestHeaders.Add("Cookie", string.Join("; ", cookies));
        http.DefaultRequestHeaders.Add(
            "X-Antiforgery-Token",
            cookies.Single(c => c.StartsWith("cozeloop_antiforgery=", StringComparison.Ordinal)).Split('=')[1]
        );
    }
}
