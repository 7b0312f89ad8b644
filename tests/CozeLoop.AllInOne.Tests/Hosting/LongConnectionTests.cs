using System.Net;
using System.Net.Http.Json;
using CozeLoop.Contracts.Api;
using CozeLoop.Contracts.Clients;
using CozeLoop.Testing;
using Xunit;

namespace CozeLoop.AllInOne.Tests.Hosting;

/// <summary>Connections that last are shared out: no key, and no workspace, has them all.</summary>
[Collection(RunningHost.Collection)]
public sealed class LongConnectionTests(RunningHost host)
{
    private const int OfOneKey = 10,
        OfOneWorkspace = 25;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task One_key_cannot_take_all_live_tails_nor_can_one_workspace_and_a_closed_one_is_free_again()
    {
        using var owner = host.CreateClient();
        var first = await TailsAsync(owner, OfOneKey + 1);
        var refused = Assert.Single(first, t => t.StatusCode != HttpStatusCode.OK);
        Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
        Assert.NotNull(refused.Headers.RetryAfter);
        Assert.Contains("This key or person has 10", await refused.Content.ReadAsStringAsync(Ct), StringComparison.Ordinal);

        using HttpClient second = await AnotherKeyAsync(),
            third = await AnotherKeyAsync();
        var more = (await TailsAsync(second, OfOneKey)).Concat(await TailsAsync(third, OfOneWorkspace - 2 * OfOneKey)).ToList();
        Assert.All(more, t => Assert.Equal(HttpStatusCode.OK, t.StatusCode));
        using var full = await TailAsync(third);
        Assert.Equal(HttpStatusCode.TooManyRequests, full.StatusCode);
        Assert.Contains("This workspace has 25", await full.Content.ReadAsStringAsync(Ct), StringComparison.Ordinal);

        foreach (var tail in more)
            tail.Dispose();
        await Eventually.Async(async () =>
        {
            using var again = await TailAsync(third);
            return again.StatusCode == HttpStatusCode.OK;
        });
        foreach (var tail in first)
            tail.Dispose();
    }

    [Fact]
    public async Task Nobody_opens_the_connection_of_a_page_without_a_login()
    {
        using var nobody = host.CreateClient(null);
        using var refused = await nobody.PostAsync("/_blazor/negotiate?negotiateVersion=1", null, Ct);
        Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);

        using var login = await nobody.PostAsJsonAsync("/api/v1/login", new LoginRequest(RunningHost.Email, RunningHost.Password), Ct);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/_blazor/negotiate?negotiateVersion=1");
        request.Headers.Add("Cookie", string.Join("; ", login.Headers.GetValues("Set-Cookie").Select(c => c.Split(';')[0])));
        using var opened = await nobody.SendAsync(request, Ct);
        Assert.Equal(HttpStatusCode.OK, opened.StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await nobody.GetAsync("/_framework/blazor.web.js", Ct)).StatusCode);
    }

    [Fact]
    public async Task The_description_of_the_api_is_there_for_everybody_and_the_same_each_time()
    {
        using var http = host.CreateClient(null);
        string first = await http.GetStringAsync("/openapi/v1.json", Ct);
        Assert.Contains("\"/api/v1/login\"", first, StringComparison.Ordinal);
        Assert.Equal(first, await http.GetStringAsync("/openapi/v1.json", Ct));
    }

    private async Task<HttpClient> AnotherKeyAsync()
    {
        using var owner = await OwnerSession.LogInAsync(host.Address, RunningHost.Email, RunningHost.Password, Ct);
        var created = await new WorkspacesClient(owner).CreateKeyAsync(new CreateApiKey("another", [Scopes.Read], null), Ct);
        return host.CreateClient(created.SecretKey);
    }

    private static async Task<HttpResponseMessage[]> TailsAsync(HttpClient http, int count) =>
        await Task.WhenAll(Enumerable.Range(0, count).Select(_ => TailAsync(http)));

    private static Task<HttpResponseMessage> TailAsync(HttpClient http) =>
        http.GetAsync("/api/v1/traces/events", HttpCompletionOption.ResponseHeadersRead, Ct);
}
