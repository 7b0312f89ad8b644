using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.RegularExpressions;
using CozeLoop.Contracts.Api;
using CozeLoop.Contracts.Clients;
using CozeLoop.Testing;
using Xunit;

namespace CozeLoop.EndToEnd.Access;

/// <summary>Who may come in, and how, over the product's public port.</summary>
public sealed partial class AccessTests
{
    private const string Traces = "/api/v1/traces",
        Keys = "/api/v1/api-keys";

    [Fact]
    public async Task Keys_sessions_and_links_open_what_they_may_and_nothing_else()
    {
        var ct = TestContext.Current.CancellationToken;
        await using var product = await RunningProduct.StartAsync(ct: ct);
        using var http = TestHttp.Create(product.Address);
        await KeysAsync(product, http, ct);
        await SessionAsync(http, ct);
        await LinkAsync(product, http, ct);
    }

    private static async Task KeysAsync(RunningProduct product, HttpClient http, CancellationToken ct)
    {
        var nobody = await http.GetAsync(Traces, ct);
        Assert.Equal(
            (HttpStatusCode.Unauthorized, "application/problem+json"),
            (nobody.StatusCode, nobody.Content.Headers.ContentType!.MediaType)
        );
        var basic = new AuthenticationHeaderValue(
            "Basic",
            Convert.ToBase64String(Encoding.UTF8.GetBytes($"{RunningProduct.PublicKey}:{RunningProduct.SecretKey}"))
        );
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(http, Traces, basic, ct));
        Assert.Equal(
            HttpStatusCode.Unauthorized,
            await StatusAsync(http, Traces, new AuthenticationHeaderValue("Bearer", "sk-of-nobody-at-all"), ct)
        );

        var owner = await product.OwnerAsync(ct);
        var workspaces = new WorkspacesClient(owner);
        var ingestOnly = await workspaces.CreateKeyAsync(new CreateApiKey("collector", [Scopes.Ingest], null), ct);
        var bearer = new AuthenticationHeaderValue("Bearer", ingestOnly.SecretKey);
        Assert.Equal(HttpStatusCode.Forbidden, await StatusAsync(http, Traces, bearer, ct));
        await workspaces.RevokeKeyAsync(ingestOnly.Key.PublicKey, ct);
        await Eventually.Async(async () => await StatusAsync(http, Traces, bearer, ct) == HttpStatusCode.Unauthorized);
        // Internal routes are not on the public port at all.
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(http, "/internal/spans/select", basic, ct, HttpMethod.Post));
    }

    /// <summary>A cookie alone may read; a write needs what only a page of this site can know.</summary>
    private static async Task SessionAsync(HttpClient http, CancellationToken ct)
    {
        Assert.Equal(
            HttpStatusCode.Unauthorized,
            (await http.PostAsJsonAsync("/api/v1/login", new LoginRequest(RunningProduct.Email, "wrong"), ct)).StatusCode
        );
        var login = await http.PostAsJsonAsync("/api/v1/login", new LoginRequest(RunningProduct.Email, RunningProduct.Password), ct);
        string[] cookies = [.. login.Headers.GetValues("Set-Cookie")];
        Assert.Contains(
            cookies,
            c => c.Contains("httponly", StringComparison.OrdinalIgnoreCase) && c.Contains("samesite", StringComparison.OrdinalIgnoreCase)
        );
        string cookie = string.Join("; ", cookies.Select(c => c.Split(';')[0]));
        Assert.Equal(HttpStatusCode.OK, (await SendAsync(http, HttpMethod.Get, Traces, cookie, null, ct)).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await SendAsync(http, HttpMethod.Post, Keys, cookie, null, ct)).StatusCode);
        string antiforgery = cookie.Split("; ").Single(c => c.StartsWith("cozeloop_antiforgery=", StringComparison.Ordinal)).Split('=')[1];
        Assert.Equal(HttpStatusCode.Created, (await SendAsync(http, HttpMethod.Post, Keys, cookie, antiforgery, ct)).StatusCode);
    }

    private static async Task LinkAsync(RunningProduct product, HttpClient http, CancellationToken ct)
    {
        string link = LoginLink().Match(product.Output).Value;
        var first = await http.GetAsync(link, ct);
        Assert.Equal("/", first.Headers.Location!.OriginalString);
        Assert.True(first.Headers.Contains("Set-Cookie"));
        var second = await http.GetAsync(link, ct);
        Assert.Equal("/login?error=link", second.Headers.Location!.OriginalString);
    }

    private static async Task<HttpStatusCode> StatusAsync(
        HttpClient http,
        string path,
        AuthenticationHeaderValue key,
        CancellationToken ct,
        HttpMethod? method = null
    )
    {
        using var request = new HttpRequestMessage(method ?? HttpMethod.Get, path) { Headers = { Authorization = key } };
        using var answer = await http.SendAsync(request, ct);
        return answer.StatusCode;
    }

    private static async Task<HttpResponseMessage> SendAsync(
        HttpClient http,
        HttpMethod method,
        string path,
        string cookie,
        string? antiforgery,
        CancellationToken ct
    )
    {
        using var request = new HttpRequestMessage(method, path)
        {
            Content = method == HttpMethod.Get ? null : JsonContent.Create(new CreateApiKey("from a page", [Scopes.Read], null)),
        };
        request.Headers.Add("Cookie", cookie);
        if (antiforgery is not null)
            request.Headers.Add("X-Antiforgery-Token", antiforgery);
        return await http.SendAsync(request, ct);
    }

    [GeneratedRegex(@"/login/link\?token=\S+")]
    private static partial Regex LoginLink();
}
