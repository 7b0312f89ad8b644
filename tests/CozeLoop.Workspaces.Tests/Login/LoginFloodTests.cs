using System.Net;
using System.Net.Http.Json;
using CozeLoop.Contracts.Api;
using CozeLoop.Testing;
using CozeLoop.Workspaces.Login;
using Xunit;

namespace CozeLoop.Workspaces.Tests.Login;

/// <summary>Logins by the hundred, for which nobody needs an account.</summary>
public sealed class LoginFloodTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Of_200_logins_at_once_from_one_place_those_over_the_limit_are_refused_in_words_and_one_from_elsewhere_comes_in()
    {
        await using var workspaces = await WorkspacesUnderTest.StartAsync(("COZELOOP_PROXY_HOPS", "1"));
        using var http = TestHttp.Create(workspaces.Host.Address);

        var answers = await Task.WhenAll(Enumerable.Range(0, 200).Select(i => LogInAsync(http, $"guess{i}@example.test", "203.0.113.7")));

        var refused = answers.Where(a => a.StatusCode is HttpStatusCode.TooManyRequests or HttpStatusCode.ServiceUnavailable).ToList();
        // On a slow machine a few more are allowed meanwhile, one a second.
        Assert.InRange(refused.Count, 100, 200 - 30);
        Assert.All(refused, a => Assert.NotNull(a.Headers.RetryAfter));
        Assert.Contains("Try again in", await refused[0].Content.ReadAsStringAsync(Ct), StringComparison.Ordinal);
        Assert.All(answers.Except(refused), a => Assert.Equal(HttpStatusCode.Unauthorized, a.StatusCode));
        using var elsewhere = await LogInAsync(http, WorkspacesUnderTest.Email, "203.0.113.8", WorkspacesUnderTest.Password);
        Assert.Equal(HttpStatusCode.NoContent, elsewhere.StatusCode);
    }

    [Fact]
    public async Task Guesses_at_one_address_from_many_places_are_limited_together()
    {
        await using var workspaces = await WorkspacesUnderTest.StartAsync(("COZELOOP_PROXY_HOPS", "1"));
        using var http = TestHttp.Create(workspaces.Host.Address);
        int taken = 0;
        for (int place = 1; place <= 2 * LoginLimit.OfOneAddress; place++)
        {
            using var answer = await LogInAsync(http, WorkspacesUnderTest.Email, $"198.51.100.{place}");
            if (answer.StatusCode == HttpStatusCode.Unauthorized)
                taken++;
        }
        Assert.InRange(taken, LoginLimit.OfOneAddress, 2 * LoginLimit.OfOneAddress - 1);
    }

    [Fact]
    public async Task A_place_that_a_client_invents_is_not_believed()
    {
        await using var workspaces = await WorkspacesUnderTest.StartAsync(("COZELOOP_PROXY_HOPS", "1"));
        using var http = TestHttp.Create(workspaces.Host.Address);
        int taken = 0;
        for (int i = 0; i < 40; i++)
        {
            // The client's own entry stands before the one that the proxy adds.
            using var answer = await LogInAsync(http, WorkspacesUnderTest.Email, $"192.0.2.{i}, 203.0.113.7");
            if (answer.StatusCode == HttpStatusCode.Unauthorized)
                taken++;
        }
        Assert.InRange(taken, LoginLimit.OfOneAddressFromOnePlace, 30);
    }

    [Fact]
    public async Task Without_a_proxy_the_header_says_nothing()
    {
        await using var workspaces = await WorkspacesUnderTest.StartAsync();
        using var http = TestHttp.Create(workspaces.Host.Address);
        int taken = 0;
        for (int i = 0; i < 40; i++)
        {
            using var answer = await LogInAsync(http, WorkspacesUnderTest.Email, $"192.0.2.{i}");
            if (answer.StatusCode == HttpStatusCode.Unauthorized)
                taken++;
        }
        Assert.InRange(taken, LoginLimit.OfOneAddressFromOnePlace, 30);
    }

    [Fact]
    public async Task Links_are_tried_so_many_times_and_the_page_says_that_it_was_too_often()
    {
        await using var workspaces = await WorkspacesUnderTest.StartAsync();
        using var http = TestHttp.Create(workspaces.Host.Address);
        var said = new List<string?>();
        for (int i = 0; i < 2 * LoginLimit.LinksFromOnePlace; i++)
        {
            using var answer = await http.GetAsync($"/login/link?token=guess{i}", Ct);
            said.Add(answer.Headers.Location?.OriginalString);
        }
        Assert.InRange(said.Count(s => s == "/login?error=link"), LoginLimit.LinksFromOnePlace, 2 * LoginLimit.LinksFromOnePlace - 1);
        Assert.Contains("/login?error=limit", said);
    }

    private static async Task<HttpResponseMessage> LogInAsync(HttpClient http, string email, string forwardedFor, string password = "guess")
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/login");
        request.Content = JsonContent.Create(new LoginRequest(email, password));
        request.Headers.Add("X-Forwarded-For", forwardedFor);
        return await http.SendAsync(request, Ct);
    }
}
